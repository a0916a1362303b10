import { encodeUri } from './encode-uri.ts';
import { decoded } from './query-parameters.ts';

/** What is signed of a request. */
export interface SignableRequest {
  readonly method: string;
  /** As on the wire. */
  readonly path: string;
  readonly query: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly rawHeaders?: readonly string[];
}

export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';
export const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Six parts, one a line (AWS IAM user guide, "Create a signed AWS API request", step 1). `signedHeaders` sorted. */
export function canonicalRequest(
  request: SignableRequest,
  service: string,
  signedHeaders: readonly string[],
  payloadHash: string,
): string {
  return [
    request.method,
    canonicalPath(request.path, service),
    canonicalQuery(request.query),
    canonicalHeaders(request, signedHeaders),
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

/** S3's keys are encoded once and may contain `//` and `..`; all other services encode twice, after normalising. */
export function canonicalPath(path: string, service: string): string {
  if (service === 's3')
    return (
      path
        .split('/')
        .map((segment) => encodeUri(decoded(segment)))
        .join('/') || '/'
    );
  return encodeUri(normalised(path)).replaceAll('%2F', '/');
}

/** Sorted by encoded name, then by encoded value. A presigned query's signature cannot sign itself. */
export function canonicalQuery(query: string): string {
  if (query === '') return '';
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map(canonicalPair)
    .filter(([name]) => name !== 'X-Amz-Signature')
    .toSorted(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function normalised(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return `/${segments.join('/')}${segments.length > 0 && path.endsWith('/') ? '/' : ''}`;
}

function canonicalPair(pair: string): readonly [name: string, value: string] {
  const equals = pair.indexOf('=');
  const canonical = (text: string) => encodeUri(decoded(text.replaceAll('+', ' ')));
  return equals < 0 ? [canonical(pair), ''] : [canonical(pair.slice(0, equals)), canonical(pair.slice(equals + 1))];
}

function canonicalHeaders(request: SignableRequest, signedHeaders: readonly string[]): string {
  return signedHeaders.map((name) => `${name}:${headerValues(request, name).map(trimmed).join(',')}\n`).join('');
}

function headerValues({ headers, rawHeaders }: SignableRequest, name: string): readonly string[] {
  const joined = headers[name] ?? '';
  if (!rawHeaders || !joined.includes(',')) return [joined];
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]!.toLowerCase() === name);
}

function trimmed(value: string): string {
  return value.trim().replace(/\s+/g, ' ');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
