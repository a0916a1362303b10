import type { WireRequest, WireResponse } from '../../../protocol/wire.ts';
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
  const cors = await crossOriginHeaders(call, incoming, address);
  const answer = await (isPostForm(incoming, address.key)
    ? postObject(call, incoming, address)
    : plain(incoming, address, next));
  // The model has no status of its own for a part of an object.
  const status = answer.status === 200 && answer.headers['content-range'] !== undefined ? 206 : answer.status;
  return {
    status,
    headers: incoming.headers.origin === undefined ? answer.headers : { ...answer.headers, ...cors },
    body: answer.body,
  };
}

async function plain(
  incoming: WireRequest,
  address: Address,
  next: (request: WireRequest) => Promise<WireResponse>,
): Promise<WireResponse> {
  checkPath(address);
  const headers = withTrailerAlgorithm(withHoistedHeaders(incoming.headers, incoming.query));
  const body = carriesDocument(incoming, address.key)
    ? await checkedDocument({ ...requestOf(incoming), headers }, address.key)
    : incoming.body;
  return next({ ...requestOf(incoming), path: address.path, headers, body });
}

/** Named one by one: the signal is a getter, made for those who ask. */
function requestOf(request: WireRequest): WireRequest {
  const { method, path, query, headers, body } = request;
  return {
    method,
    path,
    query,
    headers,
    body,
    get signal() {
      return request.signal;
    },
  };
}

/** Paths of more than three times a key's length in escapes, or of escapes that are no UTF-8, mean no key. */
function checkPath({ path, key }: Address): void {
  if (key.length > MAX_ENCODED_KEY) throw keyTooLong(key.length, 1024);
  try {
    decodeURIComponent(path);
  } catch {
    throw invalidUri(path);
  }
}

const MAX_ENCODED_KEY = 3 * 1024;
