import { createHmac } from 'node:crypto';
import type { SignableRequest } from './canonical-request.ts';
import { signatureError, type ErrorFamily } from './errors.ts';
import { decoded, queryParameter } from './query-parameters.ts';
import { equalTexts } from './verify.ts';

/** S3 user guide, "Signing and authenticating REST requests" (SigV2), CanonicalizedResource. */
const SUB_RESOURCES: ReadonlySet<string> = new Set(
  'accelerate acl analytics cors delete inventory lifecycle location logging metrics notification partNumber policy replication requestPayment restore tagging torrent uploadId uploads versionId versioning versions website'.split(
    ' ',
  ),
);
const RESPONSE_OVERRIDES: ReadonlySet<string> = new Set(
  ['cache-control', 'content-disposition', 'content-encoding', 'content-language', 'content-type', 'expires'].map(
    (name) => `response-${name}`,
  ),
);

/** Verifies a URL that was presigned with SigV2 (SDK v2's default for S3). `bucket`: that of a virtual host, else null. */
export function verifyPresignedV2(
  request: SignableRequest,
  secretAccessKey: string,
  bucket: string | null,
  now: number,
): void {
  checkPresignedV2Expiry(request.query, now);
  const expected = createHmac('sha1', secretAccessKey).update(stringToSignV2(request, bucket)).digest('base64');
  if (!equalTexts(expected, queryParameter(request.query, 'Signature') ?? '')) throw signatureError('mismatch', 's3');
}

/** `Expires` is in epoch seconds. Throws S3's AccessDenied when it is over, or no number. */
export function checkPresignedV2Expiry(query: string, now: number, family: ErrorFamily = 's3'): void {
  const expires = queryParameter(query, 'Expires') ?? '';
  if (!/^\d+$/.test(expires)) throw signatureError('no-signature', family);
  if (now > Number(expires) * 1000) {
    const iso = (epochMs: number) => new Date(epochMs).toISOString().replace('.000Z', 'Z');
    throw signatureError('url-expired', family, 'Request has expired', {
      Expires: iso(Number(expires) * 1000),
      ServerTime: iso(now),
    });
  }
}

/** SDK v2 moves every signed header into the query, so each is looked for in both places. */
function stringToSignV2(request: SignableRequest, bucket: string | null): string {
  const parameters = request.query.split('&').map(splitPair);
  const inQuery = (name: string) => parameters.find(([key]) => key.toLowerCase() === name)?.[1];
  const header = (name: string) => request.headers[name] ?? decoded(inQuery(name) ?? '');
  const amzHeaders = canonicalAmzHeaders(request.headers, parameters);
  return [
    request.method,
    header('content-md5'),
    header('content-type'),
    inQuery('expires') ?? '',
    ...amzHeaders,
    `${bucket === null ? '' : `/${bucket}`}${request.path}${canonicalSubResources(parameters)}`,
  ].join('\n');
}

function canonicalAmzHeaders(
  headers: Readonly<Record<string, string>>,
  parameters: readonly (readonly [string, string?])[],
): string[] {
  const found = new Map<string, string>();
  for (const [name, value] of parameters)
    if (/^x-amz-/i.test(name)) found.set(name.toLowerCase(), decoded(value ?? ''));
  for (const [name, value] of Object.entries(headers)) if (name.startsWith('x-amz-')) found.set(name, value);
  return [...found].map(([name, value]) => `${name}:${value.trim()}`).toSorted();
}

function canonicalSubResources(parameters: readonly (readonly [string, string?])[]): string {
  const signed = parameters
    .filter(([name]) => SUB_RESOURCES.has(name) || RESPONSE_OVERRIDES.has(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) =>
      value === undefined ? name : `${name}=${RESPONSE_OVERRIDES.has(name) ? decoded(value) : value}`,
    );
  return signed.length === 0 ? '' : `?${signed.join('&')}`;
}

function splitPair(pair: string): readonly [string, string?] {
  const equals = pair.indexOf('=');
  return equals < 0 ? [pair] : [pair.slice(0, equals), pair.slice(equals + 1)];
}
