import type { ReportFigures } from '../rules/platform-lines.ts';
import { type LogEvent, MAX_PACKED_BYTES, MAX_PACKED_SPAN_MS, type PackedEvents } from './packed-events.ts';
import { mostEndBytes, mostStartBytes, RecordReader, RecordWriter } from './platform-records.ts';

/** Of each event. */
const HEAD_BYTES = 12;
const FIRST_BUFFER_BYTES = 1_024;
/** Thousands of environments may keep one. */
const KEPT_BUFFER_BYTES = 8_192;
const IS_RECORD = 0x8000_0000;
const NOTHING: readonly PackedEvents[] = [];

/** Packs events as they come, in the order of their coming. */
export class EventPacker {
  #buffer = Buffer.alloc(0);
  #used = 0;
  #count = 0;
  #firstAt = 0;
  #lastAt = 0;
  #messageBytes = 0;
  #closed: PackedEvents[] = [];
  readonly #records = new RecordWriter();

  get empty(): boolean {
    return this.#count === 0 && this.#closed.length === 0;
  }

  /** @param timestamp epoch milliseconds, cut to a whole number. @returns bytes packed, as the others do */
  add(timestamp: number, message: string): number {
    const at = Math.floor(timestamp);
    this.#makeRoom(at, HEAD_BYTES + 3 * message.length);
    const bytes = this.#buffer.write(message, this.#used + HEAD_BYTES);
    return this.#took(at, bytes, 0, bytes);
  }

  /** @param at epoch milliseconds, a whole number */
  addStart(at: number, requestId: string, version: string): number {
    this.#makeRoom(at, HEAD_BYTES + mostStartBytes(requestId, version));
    const bytes = this.#records.start(this.#buffer, this.#used + HEAD_BYTES, requestId, version);
    return this.#took(at, bytes, 1, this.#records.messageBytes);
  }

  /** END and REPORT of an invocation that went well. @param at epoch milliseconds, a whole number */
  addEnd(at: number, figures: ReportFigures): number {
    this.#makeRoom(at, HEAD_BYTES + mostEndBytes(figures));
    const bytes = this.#records.end(this.#buffer, this.#used + HEAD_BYTES, figures);
    return this.#took(at, bytes, 2, this.#records.messageBytes);
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

  #makeRoom(at: number, most: number): void {
    if (this.#count > 0 && !this.#fits(at, most)) this.#close();
    if (this.#buffer.length - this.#used < most) this.#grow(most);
  }

  /** @param events that a record stands for; 0 for text */
  #took(at: number, bytes: number, events: number, messageBytes: number): number {
    this.#buffer.writeDoubleBE(at, this.#used);
    this.#buffer.writeUInt32BE(events > 0 ? IS_RECORD + bytes : bytes, this.#used + 8);
    this.#used += HEAD_BYTES + bytes;
    this.#firstAt = this.#count === 0 ? at : Math.min(this.#firstAt, at);
    this.#lastAt = this.#count === 0 ? at : Math.max(this.#lastAt, at);
    this.#count += Math.max(1, events);
    this.#messageBytes += messageBytes;
    return HEAD_BYTES + bytes;
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
    this.#closed.push({
      data,
      count: this.#count,
      messageBytes: this.#messageBytes,
      firstAt: this.#firstAt,
      lastAt: this.#lastAt,
    });
    this.#used = 0;
    this.#count = 0;
    this.#messageBytes = 0;
    this.#records.restart();
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
  const records = new RecordReader();
  const events: LogEvent[] = [];
  for (let at = 0; at < bytes.length;) {
    const timestamp = bytes.readDoubleBE(at);
    const length = bytes.readUInt32BE(at + 8);
    const start = at + HEAD_BYTES;
    at = start + (length % IS_RECORD);
    if (length < IS_RECORD) events.push({ timestamp, message: bytes.toString('utf8', start, at) });
    else for (const message of records.read(bytes, start, at)) events.push({ timestamp, message });
  }
  return events;
}
