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

/** No frame can hold it. */
const NO_NUMBER = -1;
/** An answer begins with the number of its invocation. */
const NUMBER_BYTES = 4;

/** Our own runtimes: length-prefixed frames over one socket. */
export class FrameLink implements RuntimeLink {
  listener: RuntimeListener;
  readonly #socket: Duplex;
  readonly #reader = new FrameReader((type, payload) => this.#receive(type, payload));
  readonly #invokes = new InvokeEncoder();
  readonly closed: Promise<string | null>;
  readonly #close = Promise.withResolvers<string | null>();
  /** The number whose answer is awaited. */
  #awaited = NO_NUMBER;
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
    const copies = event.length <= COPY_UP_TO_BYTES;
    const frame = this.#invokes.head(header, event.length, copies);
    this.#awaited = this.#invokes.number;
    if (copies) {
      frame.set(event, frame.length - event.length);
      this.#socket.write(frame);
      return;
    }
    this.#socket.cork();
    this.#socket.write(frame);
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
      case FRAME.response:
      case FRAME.error:
      case FRAME.streamStart:
      case FRAME.streamChunk:
      case FRAME.streamEnd:
        return this.#receiveAnswer(type, payload);
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

  /** Dropped when it names another invocation than the one that runs: a leftover of an earlier one, or forged. */
  #receiveAnswer(type: number, payload: Buffer): void {
    const { listener } = this;
    if (payload.readUInt32BE(0) !== this.#awaited) return;
    if (type === FRAME.streamChunk) return listener.streamChunk(payload.subarray(NUMBER_BYTES));
    if (type === FRAME.streamStart) return listener.streamStarted(takeText(payload)[0] || 'application/octet-stream');
    this.#awaited = NO_NUMBER;
    if (type === FRAME.streamEnd) {
      listener.streamEnded(payload.length > NUMBER_BYTES ? payload.subarray(NUMBER_BYTES) : null);
    } else {
      const [text, body] = takeText(payload);
      if (type === FRAME.error) listener.failed(body, text);
      else listener.responded(body, text || DEFAULT_CONTENT_TYPE);
    }
    listener.idle();
  }

  #end(violation: string | null): void {
    this.#ended = true;
    this.#close.resolve(violation);
  }
}

/** Behind the number: `u16be` length, text, rest. */
function takeText(payload: Buffer): [text: string, rest: Buffer] {
  const start = NUMBER_BYTES + 2;
  const end = start + payload.readUInt16BE(NUMBER_BYTES);
  return [start === end ? '' : payload.toString('utf8', start, end), payload.subarray(end)];
}
