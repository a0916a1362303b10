import { AwsError } from '../kernel/errors.ts';
import type { WireRequest } from './wire.ts';

/** Lambda's (facts on its limits: 50 MB of zip in base 64); the largest body that AWS takes and does not stream. */
export const REST_BODY_LIMIT = 70_167_211;

/** DynamoDB's BatchWriteItem and Kinesis' PutRecords are the largest requests of the RPC protocols, with 16 MB. */
export const RPC_BODY_LIMIT = 16 * 1024 * 1024;

/** Reads an operation's whole body; one beyond `limit` bytes is refused in Lambda's words. */
export async function readBody({ body }: WireRequest, operation: string, limit: number): Promise<Uint8Array> {
  try {
    return await body.bytes(limit);
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'RequestEntityTooLargeException')) throw error;
    const text = `Request must be smaller than ${limit} bytes for the ${operation} operation`;
    throw new AwsError(error.code, text, error.options);
  }
}
