import type { IncomingMessage } from 'node:http';
import { AwsError } from '../kernel/errors.ts';
import { tooLarge } from '../protocol/wire-body.ts';
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

  /** Collects by events: a third of the time that iterating takes for the small bodies of the hot path. */
  bytes(limit = Infinity): Promise<Uint8Array> {
    this.#start();
    const message = this.#message;
    return new Promise((resolve, reject) => {
      if (message.destroyed && !message.readableEnded) return reject(clientGone());
      if (Number(message.headers['content-length']) > limit) return reject(tooLarge(limit));
      const chunks: Buffer[] = [];
      let size = 0;
      // Listeners stay: taking four away costs more than the rest, and the message goes with its answer.
      let settled = false;
      const settle = (finish: () => void) => {
        if (settled) return;
        settled = true;
        finish();
      };
      message.on('data', (chunk: Buffer) => {
        if (settled) return;
        size += chunk.length;
        if (size <= limit) return void chunks.push(chunk);
        message.pause();
        settle(() => reject(tooLarge(limit)));
      });
      message.on('end', () => settle(() => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size))));
      const onGone = () => settle(() => reject(clientGone()));
      message.on('error', onGone).on('close', onGone);
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
