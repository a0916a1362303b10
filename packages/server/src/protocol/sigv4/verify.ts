import { timingSafeEqual, type KeyObject } from 'node:crypto';
import { amzDate, signingTime } from './amz-date.ts';
import { canonicalRequest, type SignableRequest } from './canonical-request.ts';
import { authorizationParameter, parseCredential, type CredentialScope } from './credential.ts';
import { signatureError, type ErrorFamily } from './errors.ts';
import { signatureOf, type SigningKeys } from './signing-key.ts';
import { stringToSign } from './string-to-sign.ts';

export interface Verifier {
  readonly keys: SigningKeys;
  /** Wall time in epoch milliseconds: signatures do not follow a driven clock. */
  readonly now: number;
  readonly family: ErrorFamily;
}

/** A signature that holds, with what the chunks of a streamed body are signed on from. */
export interface Proof {
  readonly signature: string;
  readonly signingKey: KeyObject;
  readonly timestamp: string;
  readonly scope: CredentialScope;
}

/** What AWS allows most services; S3's and IAM's fifteen serve all here. */
const ALLOWED_SKEW_MINUTES = 15;

/** Verifies an Authorization header. Throws AWS's error for the caller's family. */
export function verifyHeader(
  request: SignableRequest,
  secretAccessKey: string,
  payloadHash: string,
  verifier: Verifier,
): Proof {
  const claim = readHeader(request, verifier.family);
  checkSkew(claim.time, verifier);
  checkSignedHeaders(request, claim.scope.service, claim.signedHeaders, verifier.family);
  return checkSignature(request, claim, secretAccessKey, payloadHash, verifier);
}

export interface Claim {
  readonly scope: CredentialScope;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly timestamp: string;
}

/** Computes the signature that a claim should have and compares in constant time. */
export function checkSignature(
  request: SignableRequest,
  claim: Claim,
  secretAccessKey: string,
  payloadHash: string,
  verifier: Verifier,
): Proof {
  const canonical = canonicalRequest(request, claim.scope.service, claim.signedHeaders, payloadHash);
  const signingKey = verifier.keys.get(secretAccessKey, claim.scope);
  const expected = signatureOf(signingKey, stringToSign(claim.timestamp, claim.scope, canonical));
  if (!equalTexts(expected, claim.signature)) throw signatureError('mismatch', verifier.family);
  return { signature: expected, signingKey, timestamp: claim.timestamp, scope: claim.scope };
}

/** The host must be signed everywhere; S3 also wants every x-amz header that was sent. */
export function checkSignedHeaders(
  request: SignableRequest,
  service: string,
  signedHeaders: readonly string[],
  family: ErrorFamily,
): void {
  if (!signedHeaders.includes('host')) {
    throw signatureError(
      'headers-not-signed',
      family,
      "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
      { HeadersNotSigned: 'host' },
    );
  }
  if (service !== 's3') return;
  const unsigned = Object.keys(request.headers).filter(
    (name) => name.startsWith('x-amz-') && !signedHeaders.includes(name),
  );
  if (unsigned.length > 0)
    throw signatureError('headers-not-signed', family, '', { HeadersNotSigned: unsigned.join(', ') });
}

export function equalTexts(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

function readHeader(request: SignableRequest, family: ErrorFamily): Claim & { readonly time: number } {
  const header = request.headers.authorization ?? '';
  const credential = authorizationParameter(header, 'Credential');
  const signature = authorizationParameter(header, 'Signature');
  const signedHeaders = authorizationParameter(header, 'SignedHeaders');
  const time = signingTime(request.headers);
  if (!credential || !signature || !signedHeaders || time === null) {
    throw signatureError(
      'malformed',
      family,
      whatIsMissing({ Credential: credential, Signature: signature, SignedHeaders: signedHeaders }, time),
    );
  }
  const scope = parseCredential(credential);
  if (!scope) {
    const text = `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`;
    throw signatureError('malformed', family, text);
  }
  const timestamp = amzDate(time);
  checkScopeDate(scope, timestamp, family);
  return { scope, signature, signedHeaders: signedHeaders.toLowerCase().split(';'), timestamp, time };
}

function whatIsMissing(parameters: Readonly<Record<string, string | undefined>>, time: number | null): string {
  const missing = Object.keys(parameters).filter((name) => !parameters[name]);
  const sentences = missing.map((name) => `Authorization header requires '${name}' parameter.`);
  if (time === null)
    sentences.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  return sentences.join(' ');
}

export function checkScopeDate(scope: CredentialScope, timestamp: string, family: ErrorFamily): void {
  if (scope.date === timestamp.slice(0, 8)) return;
  const text = `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${scope.date}' != '${timestamp.slice(0, 8)}', from '${timestamp}'.`;
  throw signatureError('wrong-scope', family, text);
}

function checkSkew(time: number, { now, family }: Verifier): void {
  const skew = ALLOWED_SKEW_MINUTES * 60_000;
  if (Math.abs(now - time) <= skew) return;
  const [bound, sign, verdict] =
    time < now
      ? ([now - skew, '-', 'Signature expired'] as const)
      : ([now + skew, '+', 'Signature not yet current'] as const);
  const relation = time < now ? 'now earlier than' : 'still later than';
  throw signatureError(
    'skewed',
    family,
    `${verdict}: ${amzDate(time)} is ${relation} ${amzDate(bound)} (${amzDate(now)} ${sign} ${ALLOWED_SKEW_MINUTES} min.)`,
    { RequestTime: amzDate(time), ServerTime: new Date(now).toISOString(), MaxAllowedSkewMilliseconds: skew },
  );
}
