import type { WireRequest } from '../../../protocol/wire.ts';
import { utf8AsHeader } from '../rules/header-values.ts';

/** Parameters of the signature itself, and what is not taken from a URL. */
const NOT_HEADERS =
  /^x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token|content-sha256|checksum-.*|sdk-checksum-algorithm)$/i;

/**
 * Headers that a presigner moved into the query (`x-amz-acl`, `x-amz-meta-…`): S3 reads them in either place. Checksums
 * are left there: SDK v3 presigns a PUT with the CRC32 of the empty body that it has at hand (`x-amz-checksum-crc32=AAAAAA==`).
 */
export function withHoistedHeaders(headers: WireRequest['headers'], query: string): WireRequest['headers'] {
  if (!/(^|&)x-amz-/i.test(query)) return headers;
  const hoisted = [...new URLSearchParams(query)].filter(([name]) => /^x-amz-/i.test(name) && !NOT_HEADERS.test(name));
  return {
    ...Object.fromEntries(hoisted.map(([name, value]) => [name.toLowerCase(), utf8AsHeader(value)])),
    ...headers,
  };
}

/** The algorithm of a trailing checksum, for clients that announce only the trailer; the gateway has checked its value. */
export function withTrailerAlgorithm(headers: WireRequest['headers']): WireRequest['headers'] {
  const algorithm = /^x-amz-checksum-([a-z0-9]+)$/.exec(headers['x-amz-trailer']?.toLowerCase() ?? '')?.[1];
  if (algorithm === undefined || headers['x-amz-sdk-checksum-algorithm'] !== undefined) return headers;
  return { ...headers, 'x-amz-sdk-checksum-algorithm': algorithm.toUpperCase() };
}
