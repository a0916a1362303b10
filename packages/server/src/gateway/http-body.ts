import { AwsError } from '../kernel/errors.ts';
import { tooLarge } from '../protocol/wire-body.ts';
import type { WireBody } from '../protocol/wire.ts';
import type { HttpMessage } from './http-message.ts';

/** The body of a request on a socket: read once, with the socket's backpressure. */
export class HttpBody implements WireBody {
  readonly #message: HttpMessage;
  readonly #onFirstRead: (() => void) | undefined;
  #started = false;

  /** `onFirstRead` runs before the first byte is asked for: the place to send `100 Continue`. */
  constructor(message: HttpMessage, onFirstRead?: () => void) {
    this.#message = message;
    this.#onFirstRead = onFirstRead;
  }

  get started(): boolean {
    return this.#started;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    this.#start();
    // Leaving early must not destroy the socket: the refusal still has to be written to it.
    try {
      yield* this.#message.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
    } catch (cause) {
      throw clientGone(cause);
    }
  }

  /** Collected past streams and iterators, which take three times as long for the small bodies of the hot path. */
  bytes(limit = Infinity): Promise<Uint8Array> {
    this.#start();
    const message = this.#message;
    return new Promise((resolve, reject) => {
      if (message.destroyed && !message.readableEnded) return reject(clientGone());
      if (Number(message.headers['content-length']) > limit) return reject(tooLarge(limit));
      const chunks: Buffer[] = [];
      let size = 0;
      let whole = false;
      message.handTo((chunk) => {
        if (chunk === null) {
          whole = true;
          resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size));
          return true;
        }
        size += chunk.length;
        if (size > limit) reject(tooLarge(limit));
        else chunks.push(chunk);
        return size <= limit;
      });
      message.on('close', () => whole || reject(clientGone()));
    });
  }

  #start(): void {
    if (this.#started) throw new Error('a request body can be read only once');
    this.#started = true;
    this.#onFirstRead?.();
  }
}

/** Nobody reads the answer; it is an error of the client's so that no one takes it for a bug. */
function clientGone(cause?: unknown): AwsError {
  return new AwsError('IncompleteBody', 'The client went away before its request was complete.', {
    status: 400,
    fault: 'client',
    cause,
  });
}
