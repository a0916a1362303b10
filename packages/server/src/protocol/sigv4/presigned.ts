import { amzDate, parseAmzDate } from './amz-date.ts';
import type { SignableRequest } from './canonical-request.ts';
import { ALGORITHM, parseCredential } from './credential.ts';
import { signatureError, type ErrorFamily } from './errors.ts';
import { queryParameter } from './query-parameters.ts';
import { checkScopeDate, checkSignature, checkSignedHeaders, type Claim, type Proof, type Verifier } from './verify.ts';

const REQUIRED = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Signature',
  'X-Amz-Date',
  'X-Amz-SignedHeaders',
] as const;
const MISSING =
  'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.';
/** S3 user guide, "Authenticating requests: using query parameters". */
const MAX_EXPIRES_S = 604_800;
/** Only S3 insists on X-Amz-Expires; elsewhere a signature lasts as long as the skew that is allowed. */
const DEFAULT_EXPIRES_S = 900;
const ALLOWED_SKEW_MS = 900_000;

/** Verifies a query presigned with SigV4, expiry included. Throws AWS's error for the caller's family. */
export function verifyPresigned(
  request: SignableRequest,
  secretAccessKey: string,
  payloadHash: string,
  verifier: Verifier,
): Proof {
  const claim = checkPresignedExpiry(request, verifier);
  checkSignedHeaders(request, claim.scope.service, claim.signedHeaders, verifier.family);
  return checkSignature(request, claim, secretAccessKey, payloadHash, verifier);
}

/** The part of it that holds for every caller, believed or verified: a presigned URL ends when it says. */
export function checkPresignedExpiry(
  request: SignableRequest,
  { now, family }: Pick<Verifier, 'now' | 'family'>,
): Claim {
  const [algorithm, credential, signature, timestamp, signedHeaders] = REQUIRED.map((name) =>
    queryParameter(request.query, name),
  );
  const scope = parseCredential(credential ?? '');
  const time = parseAmzDate(timestamp ?? '');
  if (algorithm !== ALGORITHM || !signature || !signedHeaders) throw signatureError('malformed-query', family, MISSING);
  if (!scope)
    throw signatureError(
      'malformed-query',
      family,
      'Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    );
  if (time === null)
    throw signatureError(
      'malformed-query',
      family,
      "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"",
    );
  const expiresAt = time + expiresSeconds(request.query, scope.service, family) * 1000;
  checkScopeDate(scope, timestamp!, family);
  checkValidity(time, expiresAt, now, family, queryParameter(request.query, 'X-Amz-Expires'));
  return { scope, signature, signedHeaders: signedHeaders.toLowerCase().split(';'), timestamp: timestamp! };
}

function expiresSeconds(query: string, service: string, family: ErrorFamily): number {
  const text = queryParameter(query, 'X-Amz-Expires');
  if (text === null) {
    if (service === 's3') throw signatureError('malformed-query', family, MISSING);
    return DEFAULT_EXPIRES_S;
  }
  const seconds = /^-?\d+$/.test(text) ? Number(text) : NaN;
  if (Number.isNaN(seconds)) throw signatureError('malformed-query', family, 'X-Amz-Expires should be a number');
  if (seconds < 0) throw signatureError('malformed-query', family, 'X-Amz-Expires must be non-negative');
  if (seconds > MAX_EXPIRES_S)
    throw signatureError(
      'malformed-query',
      family,
      `X-Amz-Expires must be less than a week (in seconds) that is ${MAX_EXPIRES_S}`,
    );
  return seconds;
}

function checkValidity(
  time: number,
  expiresAt: number,
  now: number,
  family: ErrorFamily,
  expires: string | null,
): void {
  const iso = (epochMs: number) => new Date(epochMs).toISOString().replace('.000Z', 'Z');
  if (now > expiresAt) {
    const text = `Signature expired: ${amzDate(expiresAt)} is now earlier than ${amzDate(now)}`;
    throw signatureError('url-expired', family, text, {
      'X-Amz-Expires': expires,
      Expires: iso(expiresAt),
      ServerTime: iso(now),
    });
  }
  if (time > now + ALLOWED_SKEW_MS) {
    const text =
      family === 's3'
        ? 'Request is not valid yet'
        : `Signature not yet current: ${amzDate(time)} is still later than ${amzDate(now + ALLOWED_SKEW_MS)} (${amzDate(now)} + 15 min.)`;
    throw signatureError('not-yet-valid', family, text);
  }
}
