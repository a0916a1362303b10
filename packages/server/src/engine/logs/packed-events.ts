/**
 * Log events of one stream, one behind the other: `f64be` epoch milliseconds · `u32be` length · UTF-8. A line becomes
 * bytes when it comes, since an object a line costs the collector more than all the rest (a silent function writes three
 * lines an invocation, and they wait for company).
 */
export interface PackedEvents {
  readonly data: Uint8Array;
  readonly count: number;
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
/** Of each event. */
export const HEAD_BYTES = 12;
const FIRST_BUFFER_BYTES = 1_024;
/** Thousands of environments may keep one. */
const KEPT_BUFFER_BYTES = 8_192;
const NOTHING: readonly PackedEvents[] = [];

/** Packs events as they come, in the order of their coming. */
export class EventPacker {
  #buffer = Buffer.alloc(0);
  #used = 0;
  #count = 0;
  #firstAt = 0;
  #lastAt = 0;
  #closed: PackedEvents[] = [];

  get empty(): boolean {
    return this.#count === 0 && this.#closed.length === 0;
  }

  /** @param timestamp epoch milliseconds, cut to a whole number */
  add(timestamp: number, message: string): void {
    const at = Math.floor(timestamp);
    const most = HEAD_BYTES + 3 * message.length;
    if (this.#count > 0 && !this.#fits(at, most)) this.#close();
    if (this.#buffer.length - this.#used < most) this.#grow(most);
    const bytes = this.#buffer.write(message, this.#used + HEAD_BYTES);
    this.#buffer.writeDoubleBE(at, this.#used);
    this.#buffer.writeUInt32BE(bytes, this.#used + 8);
    this.#used += HEAD_BYTES + bytes;
    this.#firstAt = this.#count === 0 ? at : Math.min(this.#firstAt, at);
    this.#lastAt = this.#count === 0 ? at : Math.max(this.#lastAt, at);
    this.#count += 1;
  }

  /** Everything since the last time. */
  take(): readonly PackedEvents[] {
    if (this.#count > 0) this.#close();
    if (this.#closed.length === 0) return NOTHING;
    const taken = this.#closed;
    this.#closed = [];
    if (this.#buffer.length > KEPT_BUFFER_BYTES) this.#buffer = Buffer.alloc(0);
    return taken;
  }

  #fits(at: number, bytes: number): boolean {
    return (
      this.#used + bytes <= MAX_PACKED_BYTES &&
      Math.max(this.#lastAt, at) - Math.min(this.#firstAt, at) < MAX_PACKED_SPAN_MS
    );
  }

  #close(): void {
    // A copy of its own size: whoever sends it to another thread sends the whole buffer that it is a part of.
    const data = new Uint8Array(this.#used);
    data.set(this.#buffer.subarray(0, this.#used));
    this.#closed.push({ data, count: this.#count, firstAt: this.#firstAt, lastAt: this.#lastAt });
    this.#used = 0;
    this.#count = 0;
  }

  #grow(bytes: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(FIRST_BUFFER_BYTES, 2 * this.#buffer.length, this.#used + bytes));
    this.#buffer.copy(grown, 0, 0, this.#used);
    this.#buffer = grown;
  }
}

/** In the order of their coming. */
export function unpackEvents(data: Uint8Array): LogEvent[] {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const events: LogEvent[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + HEAD_BYTES + bytes.readUInt32BE(at + 8);
    events.push({ timestamp: bytes.readDoubleBE(at), message: bytes.toString('utf8', at + HEAD_BYTES, end) });
    at = end;
  }
  return events;
}

/** The messages' own bytes, in UTF-8. */
export function messageBytes({ data, count }: PackedEvents): number {
  return data.length - count * HEAD_BYTES;
}
