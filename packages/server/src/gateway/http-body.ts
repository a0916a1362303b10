import type { IncomingMessage } from 'node:http';
import { AwsError } from '../kernel/errors.ts';
import { collect, tooLarge } from '../protocol/wire-body.ts';
import type { WireBody } from '../protocol/wire.ts';

/** The body of a request on a socket: read once, with the socket's backpressure. */
export class HttpBody implements WireBody {
  readonly #message: IncomingMessage;
  readonly #onFirstRead: (() => void) | undefined;
  #started = false;

  /** `onFirstRead` runs before the first byte is asked for: the place to send `100 Continue`. */
  constructor(message: IncomingMessage, onFirstRead?: () => void) {
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

  async bytes(limit = Infinity): Promise<Uint8Array> {
    if (Number(this.#message.headers['content-length']) > limit) throw tooLarge(limit);
    return collect(this, limit);
  }

  #start(): void {
    if (this.#started) throw new Error('a request body can be read only once');
    this.#started = true;
    this.#onFirstRead?.();
  }
}

/** Nobody reads the answer; it is an error of the client's so that no one takes it for a bug. */
function clientGone(cause: unknown): AwsError {
  return new AwsError('IncompleteBody', 'The client went away before its request was complete.', {
    status: 400,
    fault: 'client',
    cause,
  });
}
