export interface LoadTarget {
  readonly endpoint: string;
  /** Whole requests as bytes, signed now: a signature ages. */
  readonly requests: () => readonly Uint8Array[];
}
