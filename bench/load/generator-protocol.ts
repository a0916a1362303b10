/** What the bench asks of its load generator, over the channel of `fork`. */
export interface LoadOrder {
  readonly host: string;
  readonly port: number;
  /** Whole HTTP/1.1 requests as they go over the wire, sent round-robin by all clients. */
  readonly requests: readonly Uint8Array[];
  /** Connections, each with one request under way. */
  readonly clients: number;
  /** The load ends after so long … */
  readonly seconds: number;
  /** … or when so many requests were sent. */
  readonly atMost?: number;
}

export interface LoadDone {
  readonly requests: number;
  readonly elapsedMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of one core, 0 to 1: near 1 the generator is what was measured. */
  readonly generatorBusy: number;
}

export type LoadReport = LoadDone | { readonly failed: string };
