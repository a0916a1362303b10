import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WireRequest } from '../protocol/wire.ts';
import type { HttpBody } from './http-body.ts';
import { splitTarget } from './request-target.ts';

/** An HTTP request as Hearth's parts see it. The abort signal is made only for those who ask. */
export class HttpRequest implements WireRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: HttpBody;
  readonly #message: IncomingMessage;
  readonly #response: ServerResponse;
  #abort: AbortController | null = null;

  constructor(message: IncomingMessage, response: ServerResponse, body: HttpBody) {
    const { path, query } = splitTarget(originForm(message.url ?? '/'));
    this.method = message.method ?? 'GET';
    this.path = path;
    this.query = query;
    this.headers = plainHeaders(message);
    this.body = body;
    this.#message = message;
    this.#response = response;
  }

  get rawHeaders(): readonly string[] {
    return this.#message.rawHeaders;
  }

  get gone(): boolean {
    return this.#message.socket.destroyed && !this.#response.writableFinished;
  }

  get signal(): AbortSignal {
    this.#abort ??= this.#watch();
    return this.#abort.signal;
  }

  #watch(): AbortController {
    const abort = new AbortController();
    if (this.gone) abort.abort();
    else this.#response.on('close', () => this.#response.writableFinished || abort.abort());
    return abort;
  }
}

/** Proxies send the absolute form, `GET http://host/path` (RFC 9112, 3.2.2); `OPTIONS *` is answered like its root. */
function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const path = /^https?:\/\/[^/?]*(.*)$/i.exec(target)?.[1] ?? '/';
  return path.startsWith('/') ? path : `/${path}`;
}

/** Node joins repeated headers (`joinDuplicateHeaders`), all but this one, which only responses have a use for. */
function plainHeaders(message: IncomingMessage): Record<string, string> {
  const cookies = message.headers['set-cookie'];
  if (!cookies) return message.headers as Record<string, string>;
  return { ...(message.headers as Record<string, string>), 'set-cookie': cookies.join(', ') };
}
