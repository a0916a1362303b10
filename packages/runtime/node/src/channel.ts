import { writeSync } from 'node:fs';
import { Socket } from 'node:net';

import { FrameReader, type OnFrame } from './frames.ts';

const SOCKET_FD = 3;
const SCRATCH_BYTES = 64 * 1024;
/** `u32be` length and `u8` type. */
const HEAD_BYTES = 5;
/** Nobody wakes who waits for it. */
const PAUSE = new Int32Array(new SharedArrayBuffer(4));

/** What invocations need of it. */
export type Replies = Pick<Channel, 'ref' | 'unref' | 'sendText' | 'sendBytes'>;

interface UvHandle {
  /** Bytes that libuv has accepted and not yet written. */
  readonly writeQueueSize: number;
}

/**
 * The frame socket. Frames are written synchronously, so that nothing is lost when the process dies in the next
 * statement; what the kernel does not take at once is queued in order behind it.
 */
export class Channel {
  readonly #socket: Socket;
  readonly #scratch = Buffer.allocUnsafe(SCRATCH_BYTES);
  readonly #onDrained: (() => void)[] = [];
  /** Handed to the socket, perhaps in part written. One at a time: what is left of it can be told at exit. */
  #inFlight: Buffer | null = null;
  #waiting: Buffer[] = [];

  constructor(onFrame: OnFrame) {
    const reader = new FrameReader(onFrame);
    const buffer = Buffer.allocUnsafe(SCRATCH_BYTES);
    this.#socket = new Socket({
      fd: SOCKET_FD,
      onread: {
        buffer,
        callback: (length: number) => {
          reader.push(buffer, length);
          return true;
        },
      },
    });
    // Without a platform there is nobody to run for.
    this.#socket.on('end', () => process.exit(0));
    this.#socket.on('error', () => process.exit(0));
  }

  /** The socket keeps the process alive: while idle. */
  ref(): void {
    this.#socket.ref();
  }

  /** Lets `beforeExit` tell that the function's event loop is empty: while a handler runs. */
  unref(): void {
    this.#socket.unref();
  }

  /** One frame of `head` bytes and UTF-8 `text`. */
  sendText(type: number, head: Buffer, text: string): void {
    const frame = this.#bufferFor(head, text);
    this.#write(frame, fill(frame, type, head, text));
  }

  /** As `sendText`, waiting for a slow reader, as a write to standard output does: a flood must not pile up here. */
  sendLine(type: number, head: Buffer, text: string): void {
    const frame = this.#bufferFor(head, text);
    const length = fill(frame, type, head, text);
    if (this.#inFlight) this.#write(frame, length);
    else writeWaiting(frame, length);
  }

  #bufferFor(head: Buffer, text: string): Buffer {
    const start = HEAD_BYTES + head.length;
    const worst = start + text.length * 3;
    return worst <= SCRATCH_BYTES ? this.#scratch : Buffer.allocUnsafe(start + Buffer.byteLength(text));
  }

  /** One frame; `onDrained` is called when the kernel has taken everything so far. */
  sendBytes(type: number, head: Buffer, bytes: Uint8Array, onDrained?: () => void): void {
    const frame = Buffer.allocUnsafe(5 + head.length + bytes.length);
    frame.writeUInt32BE(1 + head.length + bytes.length, 0);
    frame[4] = type;
    head.copy(frame, 5);
    frame.set(bytes, 5 + head.length);
    this.#write(frame, frame.length);
    if (!onDrained) return;
    if (!this.#inFlight) onDrained();
    else this.#onDrained.push(onDrained);
  }

  /** Writes what is still queued, waiting for the reader: for `exit`, when no event loop will run again. */
  flushSync(): void {
    if (!this.#inFlight) return;
    const handle = (this.#socket as unknown as { _handle: UvHandle | null })._handle;
    const unsent = Math.min(this.#inFlight.length, handle?.writeQueueSize ?? 0);
    const rest = Buffer.concat([this.#inFlight.subarray(this.#inFlight.length - unsent), ...this.#waiting]);
    writeWaiting(rest, rest.length);
  }

  #write(bytes: Buffer, length: number): void {
    const written = this.#inFlight ? 0 : tryWrite(bytes, 0, length);
    if (written === length || written < 0) return;
    // Copied: `bytes` may be the scratch buffer.
    const rest = Buffer.from(bytes.subarray(written, length));
    if (this.#inFlight) this.#waiting.push(rest);
    else this.#hand(rest);
  }

  #hand(bytes: Buffer): void {
    this.#inFlight = bytes;
    this.#socket.write(bytes, () => this.#confirm());
  }

  #confirm(): void {
    this.#inFlight = null;
    if (this.#waiting.length > 0) this.#hand(Buffer.concat(this.#waiting.splice(0)));
    else for (const callback of this.#onDrained.splice(0)) callback();
  }
}

/** @returns the frame's length */
function fill(frame: Buffer, type: number, head: Buffer, text: string): number {
  // A head has six bytes or nine: a loop, not a call into C++.
  for (let index = 0; index < head.length; index++) frame[HEAD_BYTES + index] = head[index]!;
  const start = HEAD_BYTES + head.length;
  const end = start + frame.write(text, start);
  frame.writeUInt32BE(end - 4, 0);
  frame[4] = type;
  return end;
}

function writeWaiting(bytes: Buffer, length: number): void {
  for (let at = 0; at < length;) {
    const written = tryWrite(bytes, at, length - at);
    if (written < 0) return;
    if (written === 0) Atomics.wait(PAUSE, 0, 0, 1);
    at += written;
  }
}

/** Bytes written; 0 when the kernel's buffer is full; -1 when the platform is gone. */
function tryWrite(bytes: Buffer, from: number, length: number): number {
  try {
    return writeSync(SOCKET_FD, bytes, from, length);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EAGAIN' ? 0 : -1;
  }
}
