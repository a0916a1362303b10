import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AwsError } from '../kernel/errors.ts';
import { presentedCredential } from '../protocol/sigv4/credential.ts';
import type { ErrorFamily } from '../protocol/sigv4/errors.ts';
import type { WireRequest } from '../protocol/wire.ts';
import { authenticate } from './authenticate.ts';
import { claims, NOW, required, sessions, signed, USER, wire } from './authenticate.fixture.ts';

// AWS's "Common errors" pages of each service, and S3's list of error codes: what each family of protocols says.
const INVALID_TOKEN = 'The security token included in the request is invalid.';
const EXPIRED_TOKEN = 'The security token included in the request is expired';
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
const S3_MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
const SKEWED = 'The difference between the request time and the current time is too large.';
const EXPIRED = 'Signature expired: 20260131T114400Z is now earlier than 20260131T114500Z (20260131T120000Z - 15 min.)';
const EARLY =
  'Signature not yet current: 20260131T121600Z is still later than 20260131T121500Z (20260131T120000Z + 15 min.)';
const SERVICE = "Credential should be scoped to correct service: 'lambda'. ";
const REGION = 'Credential should be scoped to a valid region. ';
const INCOMPLETE =
  "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter.";

type Answer = readonly [code: string, status: number, message: string];

interface Refusal {
  readonly title: string;
  /** The request, and the only service that it may be for, if there is but one. */
  readonly request: () => WireRequest;
  readonly scopes?: readonly string[];
  readonly answers: Readonly<Record<ErrorFamily, Answer>>;
}

const MINUTE = 60_000;
const stolen = () => ({ ...sessions.issue(claims), sessionToken: sessions.issue(claims).sessionToken });
const over = () => sessions.issue({ ...claims, expiresAt: NOW });
const unknown = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' };

const REFUSALS: readonly Refusal[] = [
  {
    title: 'no authentication',
    request: () => wire({ host: 'h' }),
    answers: {
      'rest-json': ['MissingAuthenticationTokenException', 403, 'Missing Authentication Token'],
      json: ['MissingAuthenticationTokenException', 400, 'Request is missing Authentication Token'],
      query: ['MissingAuthenticationToken', 403, 'Request is missing Authentication Token'],
      s3: ['AccessDenied', 403, 'Access Denied'],
    },
  },
  {
    title: 'an unknown key',
    request: () => signed({ credentials: unknown }),
    answers: {
      'rest-json': ['UnrecognizedClientException', 403, INVALID_TOKEN],
      json: ['UnrecognizedClientException', 400, INVALID_TOKEN],
      query: ['InvalidClientTokenId', 403, INVALID_TOKEN],
      s3: ['InvalidAccessKeyId', 403, 'The AWS Access Key Id you provided does not exist in our records.'],
    },
  },
  {
    title: 'a wrong signature',
    request: () => signed({ credentials: { ...USER, secretAccessKey: 'guess' } }),
    answers: {
      'rest-json': ['InvalidSignatureException', 403, MISMATCH],
      json: ['InvalidSignatureException', 400, MISMATCH],
      query: ['SignatureDoesNotMatch', 403, MISMATCH],
      s3: ['SignatureDoesNotMatch', 403, S3_MISMATCH],
    },
  },
  {
    title: 'a signature of long ago',
    request: () => signed({ credentials: USER, at: NOW - 16 * MINUTE }),
    answers: {
      'rest-json': ['InvalidSignatureException', 403, EXPIRED],
      json: ['InvalidSignatureException', 400, EXPIRED],
      query: ['SignatureDoesNotMatch', 403, EXPIRED],
      s3: ['RequestTimeTooSkewed', 403, SKEWED],
    },
  },
  {
    title: 'a signature of the future',
    request: () => signed({ credentials: USER, at: NOW + 16 * MINUTE }),
    answers: {
      'rest-json': ['InvalidSignatureException', 403, EARLY],
      json: ['InvalidSignatureException', 400, EARLY],
      query: ['SignatureDoesNotMatch', 403, EARLY],
      s3: ['RequestTimeTooSkewed', 403, SKEWED],
    },
  },
  {
    title: 'a scope of another service',
    request: () => signed({ credentials: USER, service: 'sqs' }),
    scopes: ['lambda'],
    answers: {
      'rest-json': ['InvalidSignatureException', 403, SERVICE],
      json: ['InvalidSignatureException', 400, SERVICE],
      query: ['SignatureDoesNotMatch', 403, SERVICE],
      s3: [
        'AuthorizationHeaderMalformed',
        400,
        'The authorization header is malformed; incorrect service "sqs". This endpoint belongs to "lambda".',
      ],
    },
  },
  {
    title: 'a scope of no region',
    request: () => wire({ host: 'h', authorization: authorizationOf('k/20260131/no_region/s3/aws4_request') }),
    answers: {
      'rest-json': ['InvalidSignatureException', 403, REGION],
      json: ['InvalidSignatureException', 400, REGION],
      query: ['SignatureDoesNotMatch', 403, REGION],
      s3: [
        'AuthorizationHeaderMalformed',
        400,
        "The authorization header is malformed; the region 'no_region' is wrong; expecting 'us-east-1'",
      ],
    },
  },
  {
    title: 'a header that lacks its parameters',
    request: () => wire({ host: 'h', authorization: 'AWS4-HMAC-SHA256', 'x-amz-date': '20260131T120000Z' }),
    answers: {
      'rest-json': ['IncompleteSignatureException', 403, INCOMPLETE],
      json: ['IncompleteSignatureException', 400, INCOMPLETE],
      query: ['IncompleteSignature', 400, INCOMPLETE],
      s3: ['AuthorizationHeaderMalformed', 400, INCOMPLETE],
    },
  },
  {
    title: 'a session that is over',
    request: () => signed({ credentials: over() }),
    answers: {
      'rest-json': ['ExpiredTokenException', 403, EXPIRED_TOKEN],
      json: ['ExpiredTokenException', 400, EXPIRED_TOKEN],
      query: ['ExpiredToken', 403, EXPIRED_TOKEN],
      s3: ['ExpiredToken', 400, 'The provided token has expired.'],
    },
  },
  {
    title: 'a token of another session',
    request: () => signed({ credentials: stolen() }),
    answers: {
      'rest-json': ['UnrecognizedClientException', 403, INVALID_TOKEN],
      json: ['UnrecognizedClientException', 400, INVALID_TOKEN],
      query: ['InvalidClientTokenId', 403, INVALID_TOKEN],
      s3: ['InvalidToken', 400, 'The provided token is malformed or otherwise invalid.'],
    },
  },
];

function authorizationOf(credential: string): string {
  return `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=00`;
}

for (const { title, request, scopes, answers } of REFUSALS) {
  describe(`${title} is refused`, () => {
    for (const [family, [code, status, message]] of Object.entries(answers)) {
      test(`in the words of ${family}: ${code} (${status})`, async () => {
        const asked = request();
        const claimed = {
          credential: presentedCredential(asked),
          family: family as ErrorFamily,
          anonymousAllowed: false,
          ...(scopes ? { scopes } : {}),
        };
        await assert.rejects(
          async () => authenticate(asked, claimed, required),
          (error: unknown) => {
            assert.ok(error instanceof AwsError, String(error));
            assert.deepEqual([error.code, error.options.status, error.message], [code, status, message]);
            return true;
          },
        );
      });
    }
  });
}
