/**
 * A block of log events of one stream, one behind the other: `f64be` epoch milliseconds · `u32be` length · UTF-8; with the
 * length's highest bit, a record of platform-records.ts in place of text. A line becomes bytes when it comes, since an
 * object a line costs the collector more than all the rest (a silent function writes three lines an invocation, and they
 * wait for company).
 */
export interface PackedEvents {
  readonly data: Uint8Array;
  readonly count: number;
  /** Of the messages, in UTF-8. */
  readonly messageBytes: number;
  /** The earliest and the latest; less than `MAX_PACKED_SPAN_MS` apart. */
  readonly firstAt: number;
  readonly lastAt: number;
}

export interface LogEvent {
  /** Epoch milliseconds, a whole number. */
  readonly timestamp: number;
  readonly message: string;
}

/** Readers in the order of time know from where one begins how far it can reach. */
export const MAX_PACKED_SPAN_MS = 1_000;
/** A reader unpacks a whole one for the sake of one event; a longer event is packed alone. */
export const MAX_PACKED_BYTES = 65_536;
