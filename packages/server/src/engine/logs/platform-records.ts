import { endText, type ReportFigures, reportText, reportTextLength, startText } from '../rules/platform-lines.ts';

/**
 * START, END and REPORT of an invocation that went well, as figures: they become text when somebody reads them, which few
 * of them are ever.
 *
 * START: `u8` 1 · `u8` length of the version · version · request id (both UTF-8).
 * END and REPORT, always together: `u8` 2 · `f64be` duration · `f64be` init duration, not a number for none (both ms) ·
 * `u32be` billed ms · `u32be` memory size · `u32be` memory used (both MB) · request id, empty for that of the last START
 * in the same block.
 */
const START = 1;
const END = 2;
const START_HEAD_BYTES = 2;
const END_HEAD_BYTES = 29;
/** Of one UTF-16 unit in UTF-8. */
const MOST_BYTES = 3;
/** Characters of the texts without what differs. */
const FIXED_IN_START = startText('', '').length;
const FIXED_IN_END = endText('').length;

export function mostStartBytes(requestId: string, version: string): number {
  return START_HEAD_BYTES + MOST_BYTES * (requestId.length + version.length);
}

export function mostEndBytes({ requestId }: ReportFigures): number {
  return END_HEAD_BYTES + MOST_BYTES * requestId.length;
}

/** Writes the records of one block after another. */
export class RecordWriter {
  /** UTF-8 bytes of the messages that the last record stands for. */
  messageBytes = 0;
  #lastId: string | null = null;
  #lastIdBytes = 0;

  /** A block begins. */
  restart(): void {
    this.#lastId = null;
  }

  /** @returns bytes written */
  start(buffer: Buffer, at: number, requestId: string, version: string): number {
    const versionAt = at + START_HEAD_BYTES;
    const versionBytes = buffer.write(version, versionAt);
    this.#lastId = requestId;
    this.#lastIdBytes = buffer.write(requestId, versionAt + versionBytes);
    buffer[at] = START;
    buffer[at + 1] = versionBytes;
    this.messageBytes = FIXED_IN_START + versionBytes + this.#lastIdBytes;
    return START_HEAD_BYTES + versionBytes + this.#lastIdBytes;
  }

  /** @returns bytes written */
  end(buffer: Buffer, at: number, figures: ReportFigures): number {
    const { requestId, memoryMb, metrics } = figures;
    const isKnown = requestId === this.#lastId;
    const idBytes = isKnown ? this.#lastIdBytes : buffer.write(requestId, at + END_HEAD_BYTES);
    buffer[at] = END;
    buffer.writeDoubleBE(metrics.durationMs, at + 1);
    buffer.writeDoubleBE(metrics.initMs ?? Number.NaN, at + 9);
    buffer.writeUInt32BE(metrics.billedMs, at + 17);
    buffer.writeUInt32BE(memoryMb, at + 21);
    buffer.writeUInt32BE(metrics.maxMemoryMb, at + 25);
    this.messageBytes = FIXED_IN_END + reportTextLength(figures) - requestId.length + 2 * idBytes;
    return END_HEAD_BYTES + (isKnown ? 0 : idBytes);
  }
}

/** Reads the records of one block, in their order. */
export class RecordReader {
  #lastId = '';

  /** The messages of the record between two offsets. */
  read(bytes: Buffer, at: number, end: number): readonly string[] {
    return bytes[at] === START ? [this.#start(bytes, at, end)] : this.#end(bytes, at, end);
  }

  #start(bytes: Buffer, at: number, end: number): string {
    const versionAt = at + START_HEAD_BYTES;
    const idAt = versionAt + bytes[at + 1]!;
    this.#lastId = bytes.toString('utf8', idAt, end);
    return startText(this.#lastId, bytes.toString('utf8', versionAt, idAt));
  }

  #end(bytes: Buffer, at: number, end: number): readonly string[] {
    const requestId = bytes.toString('utf8', at + END_HEAD_BYTES, end) || this.#lastId;
    const initMs = bytes.readDoubleBE(at + 9);
    const metrics = {
      durationMs: bytes.readDoubleBE(at + 1),
      ...(Number.isNaN(initMs) ? {} : { initMs }),
      billedMs: bytes.readUInt32BE(at + 17),
      maxMemoryMb: bytes.readUInt32BE(at + 25),
    };
    const memoryMb = bytes.readUInt32BE(at + 21);
    return [endText(requestId), reportText({ requestId, memoryMb, metrics, failure: null })];
  }
}
