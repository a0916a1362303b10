import { Readable } from 'node:stream';
import type { WireBody, WireRequest, WireResponse } from '../wire.ts';

/** What the SDK's protocol classes write and read. */
export interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

export function wireRequest(request: SdkRequest): WireRequest {
  const query = Object.entries(request.query ?? {}).flatMap(([name, value]) => {
    const values = Array.isArray(value) ? value : [value];
    return values.map((one) =>
      one === null ? encodeURIComponent(name) : `${encodeURIComponent(name)}=${encodeURIComponent(one)}`,
    );
  });
  return {
    method: request.method,
    path: request.path,
    query: query.join('&'),
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: wireBody(request.body),
    signal: new AbortController().signal,
  };
}

export function wireBody(body: unknown): WireBody {
  const bytes =
    body === undefined || body === null
      ? new Uint8Array()
      : typeof body === 'string'
        ? Buffer.from(body)
        : (body as Uint8Array);
  return {
    bytes: async () => bytes,
    async *[Symbol.asyncIterator]() {
      yield bytes;
    },
  };
}

export async function bytesOf(body: WireResponse['body']): Promise<Uint8Array> {
  if (body === null) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export async function sdkResponse(response: WireResponse): Promise<SdkResponse> {
  const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
  return { statusCode: response.status, headers, body: Readable.from([await bytesOf(response.body)]) };
}

/** Bytes of any class as plain arrays, without what is undefined, so that deepEqual compares values. */
export function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, plain(member)]),
  );
}
