import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { S3 } from '@aws-sdk/client-s3';
import { failure, type S3Fixture } from './s3.fixture.ts';

/** AWS's text for a code, and a call that is answered with it. Every bucket holds the object `a`, whose body is `hello`. */
export interface ErrorText {
  readonly code: string;
  readonly status: number;
  readonly message: string;
  /** What S3 adds to code and message. */
  readonly members?: (Bucket: string) => Readonly<Record<string, string>>;
  readonly call: (s3: S3, Bucket: string) => Promise<unknown>;
}

/** S3 API reference, "List of error codes", and LocalStack's recordings of S3 (2025). */
export function describeErrors(fixture: S3Fixture, topic: string, texts: readonly ErrorText[]): void {
  describe(`S3's errors about ${topic}`, () => {
    for (const { code, status, message, members = () => ({}), call } of texts) {
      const named = Object.keys(members('')).map((name) => `, with ${name}`);
      test(`${code} (${status}): ${message}${named.join('')}`, async () => {
        const { s3 } = fixture;
        const Bucket = await fixture.bucket();
        await s3.putObject({ Bucket, Key: 'a', Body: 'hello' });
        const error = await failure(call(s3, Bucket));
        const added = Object.keys(members(Bucket)).map((name) => [name, error[name]]);
        assert.deepEqual(
          { code: error.name, status: error.status, message: error.message, ...Object.fromEntries(added) },
          { code, status, message, ...members(Bucket) },
        );
      });
    }
  });
}

export async function versioned(s3: S3, Bucket: string): Promise<void> {
  await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
}
