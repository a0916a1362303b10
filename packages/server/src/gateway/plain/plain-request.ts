import type { Socket } from 'node:net';
import { BytesBody } from '../../protocol/wire-body.ts';
import type { WireRequest } from '../../protocol/wire.ts';
import { splitTarget } from '../request-target.ts';
import { type PlainHead, rawHeadersOf } from './plain-head.ts';

/** A plain request, wholly in memory. What few ask for is made when it is asked for. */
export class PlainRequest implements WireRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: BytesBody;
  readonly #lines: string;
  readonly #socket: Socket;
  #abort: AbortController | null = null;
  #onClose: (() => void) | null = null;
  #answered = false;

  constructor(head: PlainHead, body: Buffer, socket: Socket) {
    const { path, query } = splitTarget(head.target);
    this.method = head.method;
    this.path = path;
    this.query = query;
    this.headers = head.headers;
    this.body = new BytesBody(body);
    this.#lines = head.lines;
    this.#socket = socket;
  }

  get rawHeaders(): readonly string[] {
    return rawHeadersOf(this.#lines);
  }

  get gone(): boolean {
    return this.#socket.destroyed && !this.#answered;
  }

  /** The next request of its connection may be read. */
  answered(): void {
    this.#answered = true;
    if (this.#onClose) this.#socket.off('close', this.#onClose);
  }

  get signal(): AbortSignal {
    this.#abort ??= this.#watch();
    return this.#abort.signal;
  }

  #watch(): AbortController {
    const abort = new AbortController();
    if (this.gone) abort.abort();
    else if (!this.#answered) {
      this.#onClose = () => abort.abort();
      this.#socket.on('close', this.#onClose);
    }
    return abort;
  }
}
