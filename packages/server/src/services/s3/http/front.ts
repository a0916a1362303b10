import type { WireBody, WireRequest, WireResponse } from '../../../protocol/wire.ts';
import { invalidUri, keyTooLong } from '../errors.ts';
import type { S3Call } from '../lookup.ts';
import { type Address, addressOf } from './address.ts';
import { crossOriginHeaders, preflight } from './cross-origin.ts';
import { withHoistedHeaders, withTrailerAlgorithm } from './hoisted-headers.ts';
import { isPostForm, postObject } from './post-object.ts';
import { carriesDocument, checkedDocument } from './xml-body.ts';

/** S3's HTTP around its operations: virtual hosts, preflights, forms, headers in queries, digests of documents, 206. */
export async function front(
  call: S3Call,
  incoming: WireRequest,
  next: (request: WireRequest) => Promise<WireResponse>,
): Promise<WireResponse> {
  const address = addressOf(incoming);
  if (incoming.method === 'OPTIONS') return preflight(call, incoming, address);
  const cors = incoming.headers.origin === undefined ? null : await crossOriginHeaders(call, incoming, address);
  const answer = await (isPostForm(incoming, address.key)
    ? postObject(call, incoming, address)
    : plain(incoming, address, next));
  // The model has no status of its own for a part of an object.
  const status = answer.status === 200 && answer.headers['content-range'] !== undefined ? 206 : answer.status;
  return { status, headers: cors ? { ...answer.headers, ...cors } : answer.headers, body: answer.body };
}

async function plain(
  incoming: WireRequest,
  address: Address,
  next: (request: WireRequest) => Promise<WireResponse>,
): Promise<WireResponse> {
  checkPath(address);
  const headers = withTrailerAlgorithm(withHoistedHeaders(incoming.headers, incoming.query));
  const { path } = address;
  if (!carriesDocument(incoming, address.key))
    return next(new RewrittenRequest(incoming, path, headers, incoming.body));
  const body = await checkedDocument(new RewrittenRequest(incoming, path, headers, incoming.body), address.key);
  return next(new RewrittenRequest(incoming, path, headers, body));
}

/** A class, not a copy: that would ask for the signal, which is made only for those who want it. */
class RewrittenRequest implements WireRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: WireRequest['headers'];
  readonly body: WireBody;
  readonly #incoming: WireRequest;

  constructor(incoming: WireRequest, path: string, headers: WireRequest['headers'], body: WireBody) {
    this.method = incoming.method;
    this.path = path;
    this.query = incoming.query;
    this.headers = headers;
    this.body = body;
    this.#incoming = incoming;
  }

  get signal(): AbortSignal {
    return this.#incoming.signal;
  }
}

/** Paths of more than three times a key's length in escapes, or of escapes that are no UTF-8, mean no key. */
function checkPath({ path, key }: Address): void {
  if (key.length > MAX_ENCODED_KEY) throw keyTooLong(key.length, 1024);
  if (!path.includes('%')) return;
  try {
    decodeURIComponent(path);
  } catch {
    throw invalidUri(path);
  }
}

const MAX_ENCODED_KEY = 3 * 1024;
