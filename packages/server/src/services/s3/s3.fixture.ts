import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { S3, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { PlatformOptions } from '../../compose.ts';
import { startTestPlatform, type TestPlatform } from '../../testing/test-platform.ts';

export interface S3Fixture {
  readonly endpoint: string;
  readonly platform: TestPlatform;
  readonly s3: S3;
  client(config?: S3ClientConfig): S3;
  /** A new bucket with a name of its own. */
  bucket(client?: S3): Promise<string>;
}

/** One platform for all tests of a file; clients and buckets are each test's own. */
export function useS3(options: () => Promise<Partial<PlatformOptions>> = async () => ({})): S3Fixture {
  const clients: S3[] = [];
  let platform: TestPlatform | undefined;
  let buckets = 0;
  before(async () => {
    platform = await startTestPlatform(await options());
  });
  after(async () => {
    for (const client of clients) client.destroy();
    await platform?.[Symbol.asyncDispose]();
  });
  const client = (config: S3ClientConfig = {}) => {
    const made = new S3({ ...platform!.client, forcePathStyle: true, ...config });
    clients.push(made);
    return made;
  };
  let shared: S3 | undefined;
  const fixture: S3Fixture = {
    get endpoint() {
      return platform!.endpoint;
    },
    get platform() {
      return platform!;
    },
    get s3() {
      return (shared ??= client());
    },
    client,
    async bucket(owner: S3 = fixture.s3) {
      const name = `test-bucket-${++buckets}`;
      await owner.createBucket({ Bucket: name });
      return name;
    },
  };
  return fixture;
}

/** What the SDK makes of an error, with the members that S3 adds. */
export async function failure(call: Promise<unknown>): Promise<Record<string, unknown> & { status: number }> {
  const error = await call.then(
    () => assert.fail('the call succeeded'),
    (rejection: unknown) =>
      rejection as Error & { $metadata?: { httpStatusCode?: number }; $response?: { headers: Record<string, string> } },
  );
  const { $metadata, $response, name, message } = error;
  if (!$metadata) throw error;
  return {
    ...Object.fromEntries(Object.entries(error)),
    name,
    message,
    status: $metadata.httpStatusCode ?? 0,
    headers: $response?.headers,
  };
}

export async function text(body: { transformToString(): Promise<string> } | undefined): Promise<string> {
  return body ? body.transformToString() : '';
}
