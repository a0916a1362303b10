import { AwsError, type AwsErrorOptions } from '../../kernel/errors.ts';

/** Families of protocols that word the same refusal differently. */
export type ErrorFamily = 'rest-json' | 'json' | 'query' | 's3';

type Refusal = readonly [code: string, status: number, message?: string];

/** What can be wrong with a request's authentication. */
export type SignatureProblem = keyof typeof REFUSALS;

const MISMATCH = 'The request signature we calculated does not match the signature you provided. Check your';
const CONSULT = 'AWS Secret Access Key and signing method. Consult the service documentation for details.';
const INVALID_TOKEN = 'The security token included in the request is invalid.';
const EXPIRED_TOKEN = 'The security token included in the request is expired';

/**
 * AWS's "Common errors" pages of each service, API Gateway's and S3's error lists. A message that is missing here
 * depends on the request and is given by whoever refuses it.
 */
const REFUSALS = {
  'no-signature': {
    'rest-json': ['MissingAuthenticationTokenException', 403, 'Missing Authentication Token'],
    json: ['MissingAuthenticationTokenException', 400, 'Request is missing Authentication Token'],
    query: ['MissingAuthenticationToken', 403, 'Request is missing Authentication Token'],
    s3: ['AccessDenied', 403, 'Access Denied'],
  },
  'unknown-key': {
    'rest-json': ['UnrecognizedClientException', 403, INVALID_TOKEN],
    json: ['UnrecognizedClientException', 400, INVALID_TOKEN],
    query: ['InvalidClientTokenId', 403, INVALID_TOKEN],
    s3: ['InvalidAccessKeyId', 403, 'The AWS Access Key Id you provided does not exist in our records.'],
  },
  'bad-token': {
    'rest-json': ['UnrecognizedClientException', 403, INVALID_TOKEN],
    json: ['UnrecognizedClientException', 400, INVALID_TOKEN],
    query: ['InvalidClientTokenId', 403, INVALID_TOKEN],
    s3: ['InvalidToken', 400, 'The provided token is malformed or otherwise invalid.'],
  },
  'expired-token': {
    'rest-json': ['ExpiredTokenException', 403, EXPIRED_TOKEN],
    json: ['ExpiredTokenException', 400, EXPIRED_TOKEN],
    query: ['ExpiredToken', 403, EXPIRED_TOKEN],
    s3: ['ExpiredToken', 400, 'The provided token has expired.'],
  },
  mismatch: {
    'rest-json': ['InvalidSignatureException', 403, `${MISMATCH} ${CONSULT}`],
    json: ['InvalidSignatureException', 400, `${MISMATCH} ${CONSULT}`],
    query: ['SignatureDoesNotMatch', 403, `${MISMATCH} ${CONSULT}`],
    s3: ['SignatureDoesNotMatch', 403, `${MISMATCH} key and signing method.`],
  },
  skewed: {
    'rest-json': ['InvalidSignatureException', 403],
    json: ['InvalidSignatureException', 400],
    query: ['SignatureDoesNotMatch', 403],
    s3: ['RequestTimeTooSkewed', 403, 'The difference between the request time and the current time is too large.'],
  },
  'url-expired': {
    'rest-json': ['InvalidSignatureException', 403],
    json: ['InvalidSignatureException', 400],
    query: ['SignatureDoesNotMatch', 403],
    s3: ['AccessDenied', 403, 'Request has expired'],
  },
  'not-yet-valid': {
    'rest-json': ['InvalidSignatureException', 403],
    json: ['InvalidSignatureException', 400],
    query: ['SignatureDoesNotMatch', 403],
    s3: ['AccessDenied', 403],
  },
  'wrong-scope': {
    'rest-json': ['InvalidSignatureException', 403],
    json: ['InvalidSignatureException', 400],
    query: ['SignatureDoesNotMatch', 403],
    s3: ['AuthorizationHeaderMalformed', 400],
  },
  malformed: {
    'rest-json': ['IncompleteSignatureException', 403],
    json: ['IncompleteSignatureException', 400],
    query: ['IncompleteSignature', 400],
    s3: ['AuthorizationHeaderMalformed', 400],
  },
  'malformed-query': {
    'rest-json': ['IncompleteSignatureException', 403],
    json: ['IncompleteSignatureException', 400],
    query: ['IncompleteSignature', 400],
    s3: ['AuthorizationQueryParametersError', 400],
  },
  'headers-not-signed': {
    'rest-json': ['InvalidSignatureException', 403],
    json: ['InvalidSignatureException', 400],
    query: ['SignatureDoesNotMatch', 403],
    s3: ['AccessDenied', 403, 'There were headers present in the request which were not signed'],
  },
  'payload-mismatch': {
    'rest-json': ['InvalidSignatureException', 403, `${MISMATCH} ${CONSULT}`],
    json: ['InvalidSignatureException', 400, `${MISMATCH} ${CONSULT}`],
    query: ['SignatureDoesNotMatch', 403, `${MISMATCH} ${CONSULT}`],
    s3: [
      'XAmzContentSHA256Mismatch',
      400,
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    ],
  },
  'unsupported-algorithm': {
    'rest-json': ['IncompleteSignatureException', 403],
    json: ['IncompleteSignatureException', 400],
    query: ['IncompleteSignature', 400],
    s3: [
      'InvalidRequest',
      400,
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    ],
  },
} as const satisfies Readonly<Record<string, Readonly<Record<ErrorFamily, Refusal>>>>;

/** AWS's error for a problem, as the caller's family words it. `detail` stands in where the family has no fixed text. */
export function signatureError(
  problem: SignatureProblem,
  family: ErrorFamily,
  detail = '',
  members: AwsErrorOptions['members'] = {},
): AwsError {
  const [code, status, message]: Refusal = REFUSALS[problem][family];
  return new AwsError(code, message ?? detail, { status, fault: 'client', members: family === 's3' ? members : {} });
}
