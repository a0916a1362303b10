import { hash } from 'node:crypto';
import { amzDate } from './amz-date.ts';
import { canonicalRequest, UNSIGNED_PAYLOAD } from './canonical-request.ts';
import { ALGORITHM, type CredentialScope } from './credential.ts';
import { encodeUri } from './encode-uri.ts';
import { signatureOf, signingKey } from './signing-key.ts';
import { scopeText, stringToSign } from './string-to-sign.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface RequestToSign {
  readonly method: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly service: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly date: Date;
  /** Whether the body's hash is sent along, as SDK v3 does; boto3 leaves it to the server to compute. Default: true. */
  readonly payloadHeader?: boolean;
}

/** Signs a request: returns its headers (lower-case names) with date, token, payload hash and Authorization. */
export function signRequest(request: RequestToSign): Record<string, string> {
  const timestamp = amzDate(request.date.getTime());
  const payloadHash = hash('sha256', request.body ?? '');
  const headers: Record<string, string> = {
    ...lowerCased(request.headers ?? {}),
    host: request.url.host,
    'x-amz-date': timestamp,
    ...(request.payloadHeader === false ? {} : { 'x-amz-content-sha256': payloadHash }),
    ...(request.credentials.sessionToken ? { 'x-amz-security-token': request.credentials.sessionToken } : {}),
  };
  const signedHeaders = Object.keys(headers)
    .filter((name) => !UNSIGNABLE.has(name))
    .toSorted();
  const signature = sign(request, headers, signedHeaders, payloadHash, timestamp);
  const credential = `${request.credentials.accessKeyId}/${scopeText(scopeOf(request, timestamp))}`;
  headers.authorization = `${ALGORITHM} Credential=${credential}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`;
  return headers;
}

/** A URL that whoever has it may use for `expiresS` seconds. Headers that are given must be sent with it. */
export function presignUrl(request: RequestToSign & { readonly expiresS: number }): string {
  const timestamp = amzDate(request.date.getTime());
  const headers: Record<string, string> = { ...lowerCased(request.headers ?? {}), host: request.url.host };
  const signedHeaders = Object.keys(headers).toSorted();
  const { accessKeyId, sessionToken } = request.credentials;
  const parameters = {
    'X-Amz-Algorithm': ALGORITHM,
    'X-Amz-Credential': `${accessKeyId}/${scopeText(scopeOf(request, timestamp))}`,
    'X-Amz-Date': timestamp,
    'X-Amz-Expires': String(request.expiresS),
    'X-Amz-SignedHeaders': signedHeaders.join(';'),
    ...(sessionToken ? { 'X-Amz-Security-Token': sessionToken } : {}),
  };
  const url = new URL(request.url);
  const added = Object.entries(parameters).map(([name, value]) => `${name}=${encodeUri(value)}`);
  url.search = [...(url.search === '' ? [] : [url.search.slice(1)]), ...added].join('&');
  const payloadHash = request.service === 's3' ? UNSIGNED_PAYLOAD : hash('sha256', request.body ?? '');
  url.search += `&X-Amz-Signature=${sign({ ...request, url }, headers, signedHeaders, payloadHash, timestamp)}`;
  return url.href;
}

/** Headers that proxies and HTTP clients change on the way (SDK v3, signature-v4, constants). */
const UNSIGNABLE: ReadonlySet<string> = new Set([
  'connection',
  'expect',
  'user-agent',
  'transfer-encoding',
  'x-amzn-trace-id',
  'accept-encoding',
  'content-length',
]);

function sign(
  request: RequestToSign,
  headers: Readonly<Record<string, string>>,
  signedHeaders: readonly string[],
  payloadHash: string,
  timestamp: string,
): string {
  const { method, url, service, credentials } = request;
  const scope = scopeOf(request, timestamp);
  const canonical = canonicalRequest(
    { method, path: url.pathname, query: url.search.slice(1), headers },
    service,
    signedHeaders,
    payloadHash,
  );
  return signatureOf(signingKey(credentials.secretAccessKey, scope), stringToSign(timestamp, scope, canonical));
}

function scopeOf({ region, service }: RequestToSign, timestamp: string): CredentialScope {
  return { date: timestamp.slice(0, 8), region, service };
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
