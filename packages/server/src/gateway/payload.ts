import { createHash, hash } from 'node:crypto';
import { AwsError, notImplemented } from '../kernel/errors.ts';
import { UNSIGNED_PAYLOAD } from '../protocol/sigv4/canonical-request.ts';
import type { PresentedCredential } from '../protocol/sigv4/credential.ts';
import { signatureError, type ErrorFamily } from '../protocol/sigv4/errors.ts';
import { queryParameter } from '../protocol/sigv4/query-parameters.ts';
import { bytesBody } from '../protocol/wire-body.ts';
import type { WireBody, WireRequest } from '../protocol/wire.ts';

/** What a signature says of the body, and the body that holds it to that. */
export interface SignedPayload {
  /** The last line of the canonical request. */
  readonly hash: string;
  readonly body: WireBody;
}

/**
 * The largest body that is hashed before its request is believed: that of clients (boto3) which send no hash of their
 * own. Lambda's largest, a zip of 50 MB in base64, has 70,167,211 bytes.
 */
const MAX_BUFFERED_BYTES = 96 * 1024 ** 2;
const SHA256 = /^[0-9a-f]{64}$/;

/** Reads the body only when nothing else tells its hash. Throws AWS's error for a hash that is none. */
export async function signedPayload(
  request: WireRequest,
  credential: PresentedCredential,
  family: ErrorFamily,
): Promise<SignedPayload> {
  const stated = statedHash(request, credential);
  if (stated === undefined) {
    if (credential.service === 's3')
      throw new AwsError('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256', {
        status: 400,
      });
    const bytes = await request.body.bytes(MAX_BUFFERED_BYTES);
    return { hash: hash('sha256', bytes), body: bytesBody(bytes) };
  }
  if (stated.endsWith('-EVENTS')) throw notImplemented('signed event streams in requests');
  if (SHA256.test(stated)) return { hash: stated, body: hashedBody(request.body, stated, family) };
  if (stated === UNSIGNED_PAYLOAD || stated.startsWith('STREAMING-')) return { hash: stated, body: request.body };
  throw new AwsError(
    'InvalidArgument',
    'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
    { status: 400 },
  );
}

function statedHash({ headers, query }: WireRequest, { method, service }: PresentedCredential): string | undefined {
  const header = headers['x-amz-content-sha256'];
  if (method === 'header') return header;
  return queryParameter(query, 'X-Amz-Content-Sha256') ?? header ?? (service === 's3' ? UNSIGNED_PAYLOAD : undefined);
}

/** Fails at its end when the bytes are not those that were signed: a reader must not act before it has read all. */
function hashedBody(body: WireBody, expected: string, family: ErrorFamily): WireBody {
  const check = (actual: string): void => {
    if (actual !== expected)
      throw signatureError('payload-mismatch', family, '', {
        ClientComputedContentSHA256: expected,
        S3ComputedContentSHA256: actual,
      });
  };
  return {
    async *[Symbol.asyncIterator]() {
      const digest = createHash('sha256');
      for await (const piece of body) {
        digest.update(piece);
        yield piece;
      }
      check(digest.digest('hex'));
    },
    async bytes(limit) {
      const bytes = await body.bytes(limit);
      check(hash('sha256', bytes));
      return bytes;
    },
  };
}
