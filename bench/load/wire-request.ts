/** A request as bytes; `headers` must not hold a content length. */
export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export function wireBytes({ method, url, headers, body }: WireRequest): Uint8Array {
  const bytes = body === undefined ? Buffer.alloc(0) : Buffer.from(body);
  const all = { host: url.host, ...headers, 'content-length': String(bytes.length) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([
    Buffer.from(`${method} ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join('')}\r\n`),
    bytes,
  ]);
}
