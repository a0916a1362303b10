import type { Duplex } from 'node:stream';
import { encodeFrame, FRAME, FrameReader, InvokeEncoder } from './frames.ts';
import {
  DEFAULT_CONTENT_TYPE,
  type InvocationHeader,
  type RuntimeInit,
  type RuntimeLink,
  type RuntimeListener,
} from './runtime-link.ts';

/** Up to here an event is copied behind its header: one buffer and one write are cheaper than a vector of two. */
const COPY_UP_TO_BYTES = 65_536;

/** Our own runtimes: length-prefixed frames over one socket. */
export class FrameLink implements RuntimeLink {
  listener: RuntimeListener;
  readonly #socket: Duplex;
  readonly #reader = new FrameReader((type, payload) => this.#receive(type, payload));
  readonly #invokes = new InvokeEncoder();
  readonly closed: Promise<string | null>;
  readonly #close = Promise.withResolvers<string | null>();
  #ended = false;
  #pauses = 0;

  constructor(socket: Duplex, listener: RuntimeListener) {
    this.#socket = socket;
    this.listener = listener;
    this.closed = this.#close.promise;
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket
      .on('error', () => this.#end(null))
      .on('close', () => this.#end(null))
      .on('end', () => this.#end(null));
  }

  init(init: RuntimeInit): void {
    this.#socket.write(encodeFrame(FRAME.init, JSON.stringify(init)));
  }

  load(): void {
    this.#socket.write(encodeFrame(FRAME.load, ''));
  }

  invoke(header: InvocationHeader, event: Uint8Array): void {
    if (event.length <= COPY_UP_TO_BYTES) {
      const frame = this.#invokes.head(header, event.length, true);
      frame.set(event, frame.length - event.length);
      this.#socket.write(frame);
      return;
    }
    this.#socket.cork();
    this.#socket.write(this.#invokes.head(header, event.length, false));
    this.#socket.write(event);
    this.#socket.uncork();
  }

  pause(): void {
    this.#pauses += 1;
    this.#socket.pause();
  }

  resume(): void {
    this.#pauses -= 1;
    if (this.#pauses === 0) this.#socket.resume();
  }

  /** What was said before is read, at the most in the next turn of the event loop. */
  close(): void {
    this.#socket.resume();
    setImmediate(() => setImmediate(() => this.#socket.destroy()));
  }

  #read(chunk: Buffer): void {
    try {
      this.#reader.push(chunk);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#end(error.message);
    }
  }

  #receive(type: number, payload: Buffer): void {
    if (this.#ended) return;
    const { listener } = this;
    switch (type) {
      case FRAME.log:
        return listener.logged(payload.readDoubleBE(0), payload.toString('utf8', 9));
      case FRAME.response: {
        const [contentType, body] = takeText(payload);
        listener.responded(body, contentType || DEFAULT_CONTENT_TYPE);
        return listener.idle();
      }
      case FRAME.error: {
        const [errorType, error] = takeText(payload);
        listener.failed(error, errorType);
        return listener.idle();
      }
      case FRAME.streamChunk:
        return listener.streamChunk(payload);
      case FRAME.streamStart:
        return listener.streamStarted(takeText(payload)[0] || 'application/octet-stream');
      case FRAME.streamEnd:
        listener.streamEnded(payload.length > 0 ? payload : null);
        return listener.idle();
      case FRAME.leaving:
        return listener.leaving();
      case FRAME.ready:
        return listener.booted();
      case FRAME.initDone:
        return listener.initialized();
      case FRAME.initError:
        return listener.initFailed(payload, '');
      default:
        this.#end(`a frame of unknown type ${type}`);
    }
  }

  #end(violation: string | null): void {
    this.#ended = true;
    this.#close.resolve(violation);
  }
}

/** `u16be` length, text, rest. */
function takeText(payload: Buffer): [text: string, rest: Buffer] {
  const length = payload.readUInt16BE(0);
  return [length === 0 ? '' : payload.toString('utf8', 2, 2 + length), payload.subarray(2 + length)];
}
