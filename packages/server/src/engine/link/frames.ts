import type { InvocationHeader } from './runtime-link.ts';

/** Frames of packages/runtime/PROTOCOL.md: `u32be` length of what follows, `u8` type, payload. */
export const FRAME = {
  init: 0x01,
  invoke: 0x02,
  load: 0x03,
  ready: 0x11,
  initDone: 0x12,
  initError: 0x13,
  log: 0x14,
  response: 0x15,
  error: 0x16,
  streamStart: 0x17,
  streamChunk: 0x18,
  streamEnd: 0x19,
  leaving: 0x1a,
} as const;

const HEAD_BYTES = 5;
/** Above every payload that is accepted; a longer frame is not read but refused. */
const MAX_FRAME_BYTES = 64 * 1_048_576;

export function encodeFrame(type: number, payload: string): Buffer {
  const length = Buffer.byteLength(payload);
  const frame = Buffer.allocUnsafe(HEAD_BYTES + length);
  frame.writeUInt32BE(1 + length, 0);
  frame[4] = type;
  frame.write(payload, HEAD_BYTES);
  return frame;
}

const LAST_NUMBER = 0xffff_ffff;

/** INVOKE frames of one runtime process: it is told the function's ARN when that is not the last one it was told. */
export class InvokeEncoder {
  #toldArn = '';
  #number = 0;

  /** Of the last INVOKE, the first is 1: its answer will name it. */
  get number(): number {
    return this.#number;
  }

  /** The start of a frame; `eventBytes` of event follow. With `room`, the buffer has space for them at the end. */
  head(header: InvocationHeader, eventBytes: number, room: boolean): Buffer {
    this.#number = (this.#number % LAST_NUMBER) + 1;
    const { requestId, deadlineMs } = header;
    const details = this.#details(header);
    const idAt = HEAD_BYTES + 13;
    const detailsAt = idAt + requestId.length;
    const detailsBytes = Buffer.byteLength(details);
    const headBytes = detailsAt + 4 + detailsBytes;
    const frame = Buffer.allocUnsafe(headBytes + (room ? eventBytes : 0));
    frame.writeUInt32BE(headBytes - 4 + eventBytes, 0);
    frame[4] = FRAME.invoke;
    frame.writeUInt32BE(this.#number, HEAD_BYTES);
    frame.writeDoubleBE(deadlineMs, HEAD_BYTES + 4);
    frame[HEAD_BYTES + 12] = requestId.length;
    frame.write(requestId, idAt, 'latin1');
    frame.writeUInt32BE(detailsBytes, detailsAt);
    if (detailsBytes > 0) frame.write(details, detailsAt + 4);
    return frame;
  }

  /** Mostly nothing: writing and reading them as JSON takes 1 us at each end. */
  #details({ invokedFunctionArn, traceId, clientContext, cognitoIdentity, streaming }: InvocationHeader): string {
    const hasMore = (traceId ?? clientContext ?? cognitoIdentity ?? streaming) !== undefined;
    if (!hasMore && invokedFunctionArn === this.#toldArn) return '';
    this.#toldArn = invokedFunctionArn;
    return JSON.stringify({ invokedFunctionArn, traceId, clientContext, cognitoIdentity, streaming });
  }
}

/** Cuts a byte stream into frames. A frame that arrives in one piece is not copied. */
export class FrameReader {
  readonly #onFrame: (type: number, payload: Buffer) => void;
  #pieces: Buffer[] = [];
  #held = 0;
  #wanted = HEAD_BYTES;

  constructor(onFrame: (type: number, payload: Buffer) => void) {
    this.#onFrame = onFrame;
  }

  /** @throws RangeError for a frame that is empty or too long */
  push(chunk: Buffer): void {
    if (this.#held > 0) {
      this.#pieces.push(chunk);
      this.#held += chunk.length;
      if (this.#held < this.#wanted) return;
      chunk = Buffer.concat(this.#pieces, this.#held);
      this.#pieces = [];
      this.#held = 0;
    }
    this.#hold(chunk, this.#cut(chunk));
  }

  /** @returns where the first incomplete frame starts */
  #cut(bytes: Buffer): number {
    let at = 0;
    while (bytes.length - at >= HEAD_BYTES) {
      const length = bytes.readUInt32BE(at);
      if (length < 1 || length > MAX_FRAME_BYTES) throw new RangeError(`a frame of ${length} bytes`);
      const end = at + 4 + length;
      if (end > bytes.length) {
        this.#wanted = 4 + length;
        return at;
      }
      this.#onFrame(bytes[at + 4]!, bytes.subarray(at + HEAD_BYTES, end));
      at = end;
    }
    this.#wanted = HEAD_BYTES;
    return at;
  }

  #hold(bytes: Buffer, from: number): void {
    if (from === bytes.length) return;
    this.#pieces.push(bytes.subarray(from));
    this.#held = bytes.length - from;
  }
}
