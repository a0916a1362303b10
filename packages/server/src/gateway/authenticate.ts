import { accountOfAccessKey } from '../kernel/ids.ts';
import { chunkedEncoding, decodeAwsChunked, unwrappedHeaders } from '../protocol/aws-chunked/aws-chunked.ts';
import { looksSigned, type PresentedCredential } from '../protocol/sigv4/credential.ts';
import { signatureError, type ErrorFamily } from '../protocol/sigv4/errors.ts';
import { checkPresignedExpiry, verifyPresigned } from '../protocol/sigv4/presigned.ts';
import type { SigningKeys } from '../protocol/sigv4/signing-key.ts';
import { checkPresignedV2Expiry, verifyPresignedV2 } from '../protocol/sigv4/sigv2.ts';
import { verifyHeader, type Proof, type Verifier } from '../protocol/sigv4/verify.ts';
import { streamBody } from '../protocol/wire-body.ts';
import type { WireBody, WireRequest } from '../protocol/wire.ts';
import type { Principal } from '../services/service.ts';
import type { NoteUse } from './credential-use.ts';
import type { CredentialSource, IssuedCredential } from './credentials.ts';
import { signedPayload } from './payload.ts';
import { bucketOfHost } from '../protocol/bucket-host.ts';

export interface AuthenticationOptions {
  /** `open`: whoever reaches the port is believed, unless they use a key of Hearth's. `required`: everyone must sign. */
  readonly authentication: 'open' | 'required';
  readonly credentials: CredentialSource;
  readonly keys: SigningKeys;
  /** Wall time in epoch milliseconds. */
  readonly now: () => number;
  /** Told of every request that a credential of Hearth's signed. */
  readonly noteUse?: NoteUse;
}

/** What is asked for, as far as it matters here. */
export interface Claimed {
  readonly credential: PresentedCredential | null;
  readonly family: ErrorFamily;
  /** The only scopes that may be signed for it; absent when recognition went by the scope itself. */
  readonly scopes?: readonly string[];
  /** Programs and buckets decide themselves whether they answer to nobody in particular. */
  readonly anonymousAllowed: boolean;
}

export interface Authenticated {
  readonly principal: Principal;
  readonly account: string;
  readonly accessKeyId?: string;
  /** With a body that is unwrapped and, when it was signed, verified while it is read. */
  readonly request: WireRequest;
}

export const DEFAULT_ACCOUNT = '000000000000';
/** Every region is served; this one is named to whom names none. */
const DEFAULT_REGION = 'us-east-1';
const HEADER_MALFORMED = 'The authorization header is malformed;';

/** Who asks. Throws AWS's error, in the words of the caller's protocol family, for whom it does not believe. */
export function authenticate(
  request: WireRequest,
  claimed: Claimed,
  options: AuthenticationOptions,
): Authenticated | Promise<Authenticated> {
  const { credential, family } = claimed;
  if (!credential || isPreflight(request, family)) return anonymous(request, claimed, options);
  if (credential.region !== '' && !/^[a-z0-9-]{1,32}$/.test(credential.region))
    throw signatureError('wrong-scope', family, wrongRegion(credential.region, family), { Region: DEFAULT_REGION });
  const issued = options.credentials.find(credential.accessKeyId, credential.sessionToken);
  return issued instanceof Promise
    ? issued.then((found) => judge(request, credential, found, claimed, options))
    : judge(request, credential, issued, claimed, options);
}

function judge(
  request: WireRequest,
  credential: PresentedCredential,
  issued: IssuedCredential | null,
  claimed: Claimed,
  options: AuthenticationOptions,
): Authenticated | Promise<Authenticated> {
  const { family } = claimed;
  if (issued) return verified(request, credential, issued, claimed, options);
  if (options.authentication === 'required' || isOurs(credential.accessKeyId))
    throw signatureError(credential.sessionToken === undefined ? 'unknown-key' : 'bad-token', family);
  return believed(request, credential, family, options);
}

/**
 * A key that names account 000000000000, which AWS gives to nobody, was issued by a Hearth: one that is not known is
 * deleted, or came with another token than its own. Believed, it would speak for the root of the account.
 */
function isOurs(accessKeyId: string): boolean {
  return accountOfAccessKey(accessKeyId) === DEFAULT_ACCOUNT;
}

/** A browser asks with the presigned URL whether it may use it; the signature is for the method that follows. */
function isPreflight({ method }: WireRequest, family: ErrorFamily): boolean {
  return method === 'OPTIONS' && family === 's3';
}

function anonymous(
  request: WireRequest,
  { family, anonymousAllowed }: Claimed,
  { authentication, keys, now }: AuthenticationOptions,
): Authenticated {
  if (authentication === 'required' && looksSigned(request) && !isPreflight(request, family))
    refuseUnreadable(request, { keys, now: now(), family });
  if (authentication === 'required' && !anonymousAllowed) throw signatureError('no-signature', family);
  return {
    principal: { kind: 'anonymous' },
    account: DEFAULT_ACCOUNT,
    request: unwrapped(request, request.body, null),
  };
}

/** Something claims to be a signature, but names no credential: says what is wrong with it. */
function refuseUnreadable(request: WireRequest, verifier: Verifier): never {
  if (request.headers.authorization?.startsWith('AWS4-HMAC-SHA256')) verifyHeader(request, '', '', verifier);
  if (request.query.includes('X-Amz-')) checkPresignedExpiry(request, verifier);
  throw signatureError(
    'unsupported-algorithm',
    verifier.family,
    'Authorization requires the algorithm AWS4-HMAC-SHA256.',
  );
}

/** Any credential will do, but a presigned URL ends when it says. */
function believed(
  request: WireRequest,
  credential: PresentedCredential,
  family: ErrorFamily,
  options: AuthenticationOptions,
): Authenticated {
  if (credential.method === 'query') checkPresignedExpiry(request, { now: options.now(), family });
  if (credential.method === 'query-v2') checkPresignedV2Expiry(request.query, options.now(), family);
  const { accessKeyId } = credential;
  const account = /^\d{12}$/.test(accessKeyId) ? accessKeyId : DEFAULT_ACCOUNT;
  return { principal: { kind: 'anonymous' }, account, accessKeyId, request: unwrapped(request, request.body, null) };
}

async function verified(
  request: WireRequest,
  credential: PresentedCredential,
  issued: IssuedCredential,
  claimed: Claimed,
  options: AuthenticationOptions,
): Promise<Authenticated> {
  const { principal, secretAccessKey, active, expiresAt } = issued;
  const verifier = { keys: options.keys, now: options.now(), family: claimed.family };
  if (!active) throw signatureError('unknown-key', claimed.family);
  if (expiresAt !== undefined && expiresAt <= verifier.now) throw signatureError('expired-token', claimed.family);
  checkScope(credential, claimed);
  const proven = await prove(request, credential, secretAccessKey, verifier);
  await options.noteUse?.(credential, issued);
  return {
    principal,
    account: principal.account,
    accessKeyId: credential.accessKeyId,
    request: unwrapped(request, proven.body, proven.proof),
  };
}

async function prove(
  request: WireRequest,
  credential: PresentedCredential,
  secret: string,
  verifier: Verifier,
): Promise<{ readonly body: WireBody; readonly proof: Proof | null }> {
  if (credential.method === 'query-v2') {
    verifyPresignedV2(request, secret, bucketOfHost(request.headers.host ?? ''), verifier.now);
    return { body: request.body, proof: null };
  }
  const { hash, body } = await signedPayload(request, credential, verifier.family);
  const verify = credential.method === 'header' ? verifyHeader : verifyPresigned;
  return { body, proof: verify(request, secret, hash, verifier) };
}

function checkScope({ method, service }: PresentedCredential, { scopes, family }: Claimed): void {
  if (method === 'query-v2' || !scopes || scopes.includes(service)) return;
  throw signatureError('wrong-scope', family, wrongService(service, scopes[0]!, family));
}

function wrongRegion(region: string, family: ErrorFamily): string {
  return family === 's3'
    ? `${HEADER_MALFORMED} the region '${region}' is wrong; expecting '${DEFAULT_REGION}'`
    : 'Credential should be scoped to a valid region. ';
}

function wrongService(service: string, expected: string, family: ErrorFamily): string {
  return family === 's3'
    ? `${HEADER_MALFORMED} incorrect service "${service}". This endpoint belongs to "${expected}".`
    : `Credential should be scoped to correct service: '${expected}'. `;
}

/** The request as its service sees it: no aws-chunked, and a body that fails when it is not what was signed. */
function unwrapped(request: WireRequest, body: WireBody, proof: Proof | null): WireRequest {
  const encoding = chunkedEncoding(request);
  if (encoding)
    return withBody(
      request,
      streamBody(decodeAwsChunked(body, encoding, proof)),
      unwrappedHeaders(request.headers, encoding),
    );
  return body === request.body ? request : withBody(request, body, request.headers);
}

export function withBody(request: WireRequest, body: WireBody, headers: WireRequest['headers']): WireRequest {
  const { method, path, query, rawHeaders } = request;
  return {
    method,
    path,
    query,
    headers,
    ...(rawHeaders ? { rawHeaders } : {}),
    body,
    get signal() {
      return request.signal;
    },
    get gone() {
      return request.gone === true;
    },
  };
}
