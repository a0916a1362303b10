import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import { failure, type S3Fixture, text } from './s3.fixture.ts';

const MB = 1024 ** 2;
const CONFLICT = 'The conditional request cannot succeed due to a conflicting operation against this resource.';

/** Writes of one key that meet each other. */
export function describeRaces(fixture: S3Fixture): void {
  /** A body of which the second half comes when it is told to; `begun` once the platform writes the first one down. */
  function halves(): { readonly body: Readable; readonly finish: () => void; readonly begun: () => Promise<void> } {
    const gate = Promise.withResolvers<void>();
    async function* bytes() {
      yield Buffer.alloc(MB, 1);
      await gate.promise;
      yield Buffer.alloc(MB, 2);
    }
    const incoming = join(fixture.platform.platform.dataDirectory, 'blobs', 'incoming');
    const begun = async () => {
      while (readdirSync(incoming).length === 0) await new Promise((resolve) => setImmediate(resolve));
    };
    return { body: Readable.from(bytes()), finish: gate.resolve, begun };
  }

  async function deletedMeanwhile(conditions: (etag: string) => object) {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    const { ETag } = await s3.putObject({ Bucket, Key: 'a', Body: 'hello' });
    const { body, finish, begun } = halves();
    const put = s3.putObject({ Bucket, Key: 'a', Body: body, ContentLength: 2 * MB, ...conditions(ETag!) });
    const outcome = failure(put);
    await begun();
    await s3.deleteObject({ Bucket, Key: 'a' });
    finish();
    return outcome;
  }

  describe('conditional writes that race', () => {
    test(`ConditionalRequestConflict (409): ${CONFLICT} If-None-Match, and the object is deleted while the write goes on`, async () => {
      const { name, status, message } = await deletedMeanwhile(() => ({ IfNoneMatch: '*' }));
      assert.deepEqual([name, status, message], ['ConditionalRequestConflict', 409, CONFLICT]);
    });

    test('NoSuchKey (404): If-Match, and the object is deleted while the write goes on', async () => {
      const { name, status } = await deletedMeanwhile((IfMatch) => ({ IfMatch }));
      assert.deepEqual([name, status], ['NoSuchKey', 404]);
    });

    test('PreconditionFailed (412): If-None-Match, and another write of the key ends first', async () => {
      const { s3 } = fixture;
      const Bucket = await fixture.bucket();
      const { body, finish, begun } = halves();
      const slow = failure(s3.putObject({ Bucket, Key: 'a', Body: body, ContentLength: 2 * MB, IfNoneMatch: '*' }));
      await begun();
      await s3.putObject({ Bucket, Key: 'a', Body: 'fast', IfNoneMatch: '*' });
      finish();
      assert.equal((await slow).status, 412);
      assert.equal(await text((await s3.getObject({ Bucket, Key: 'a' })).Body), 'fast');
    });

    test('of eight uploads of one key that complete at once with If-None-Match, one succeeds', async () => {
      const { s3 } = fixture;
      const Bucket = await fixture.bucket();
      const at = { Bucket, Key: 'race' };
      const uploads = await Promise.all(
        Array.from({ length: 8 }, async () => {
          const { UploadId } = await s3.createMultipartUpload(at);
          const { ETag } = await s3.uploadPart({ ...at, UploadId, PartNumber: 1, Body: UploadId! });
          return { ...at, UploadId, MultipartUpload: { Parts: [{ ETag, PartNumber: 1 }] }, IfNoneMatch: '*' };
        }),
      );
      const ended = await Promise.all(
        uploads.map((upload) => s3.completeMultipartUpload(upload).catch(({ name }: Error) => name)),
      );
      const refused = ended.filter((outcome) => typeof outcome === 'string');
      assert.deepEqual(
        refused,
        Array.from({ length: 7 }, () => 'PreconditionFailed'),
      );
    });
  });
}
