import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { describe, test } from 'node:test';
import type { Host } from '../service.ts';
import { failure, useS3 } from './s3.fixture.ts';
import type { S3Tables } from './store/tables.ts';

const fixture = useS3();
const GIB = 1024 ** 3;

/** Announces a body of this many bytes and sends none of it. */
function announce(path: string, length: number): Promise<string> {
  const { hostname, port } = new URL(fixture.endpoint);
  return new Promise((resolve, reject) => {
    const headers = { 'content-length': length, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
    const sent = httpRequest({ hostname, port, method: 'PUT', path, headers }, (answer) => {
      let received = '';
      answer
        .setEncoding('utf8')
        .on('data', (chunk: string) => (received += chunk))
        .on('end', () => {
          sent.destroy();
          resolve(`${answer.statusCode} ${received}`);
        });
    });
    sent.on('error', reject).flushHeaders();
  });
}

/** What is stored of an object says that it has this many bytes. */
async function pretendSize(key: string, size: number): Promise<void> {
  const { host } = (await fixture.platform.platform.service('lambda')) as { readonly host: Host };
  await host.storage.write<S3Tables, void>(async (tx) => {
    await tx.updateTable('s3Versions').set({ size }).where('key', '=', Buffer.from(key)).execute();
  });
}

const TOO_LARGE =
  /^400 .*<Code>EntityTooLarge<\/Code><Message>Your proposed upload exceeds the maximum allowed size<\/Message><ProposedSize>5368709121<\/ProposedSize><MaxSizeAllowed>5368709120<\/MaxSizeAllowed>/s;

describe('S3’s limits', () => {
  test('EntityTooLarge (400): PutObject takes 5 GB, and says so before the body comes', async () => {
    const Bucket = await fixture.bucket();
    assert.match(await announce(`/${Bucket}/large`, 5 * GIB + 1), TOO_LARGE);
  });

  test('EntityTooLarge (400): a part has 5 GiB at most', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    const { UploadId } = await s3.createMultipartUpload({ Bucket, Key: 'a' });
    assert.match(await announce(`/${Bucket}/a?partNumber=1&uploadId=${UploadId}`, 5 * GIB + 1), TOO_LARGE);
  });

  test('InvalidRequest (400): CopyObject copies 5 GB at most', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    await s3.putObject({ Bucket, Key: 'pretends', Body: 'small' });
    await pretendSize('pretends', 5 * GIB + 1);
    const error = await failure(s3.copyObject({ Bucket, Key: 'b', CopySource: `${Bucket}/pretends` }));
    assert.deepEqual(
      [error.name, error.status, error.message],
      [
        'InvalidRequest',
        400,
        'The specified copy source is larger than the maximum allowable size for a copy source: 5368709120',
      ],
    );
  });

  test('KeyTooLongError (400): a key has 1,024 bytes at most', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    await s3.putObject({ Bucket, Key: 'k'.repeat(1024), Body: 'x' });
    const error = await failure(s3.putObject({ Bucket, Key: 'k'.repeat(1025), Body: 'x' }));
    assert.deepEqual(
      [error.name, error.status, error.message, error.Size, error.MaxSizeAllowed],
      ['KeyTooLongError', 400, 'Your key is too long', '1025', '1024'],
    );
  });

  test('MetadataTooLarge (400): user metadata has 2 KB at most, names and values together', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    const put = (length: number) =>
      s3.putObject({ Bucket, Key: 'a', Body: 'x', Metadata: { name: 'v'.repeat(length - 'name'.length) } });
    await put(2048);
    const error = await failure(put(2049));
    assert.deepEqual(
      [error.name, error.status, error.message, error.Size, error.MaxSizeAllowed],
      ['MetadataTooLarge', 400, 'Your metadata headers exceed the maximum allowed metadata size', '2049', '2048'],
    );
  });

  test('InvalidTag (400): an object has ten tags at most', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    const tags = (count: number) => Array.from({ length: count }, (_, at) => ({ Key: `k${at}`, Value: '' }));
    await s3.putObject({ Bucket, Key: 'a', Body: 'x' });
    await s3.putObjectTagging({ Bucket, Key: 'a', Tagging: { TagSet: tags(10) } });
    const error = await failure(s3.putObjectTagging({ Bucket, Key: 'a', Tagging: { TagSet: tags(11) } }));
    assert.deepEqual(
      [error.name, error.status, error.message],
      ['InvalidTag', 400, 'Object tags cannot be greater than 10'],
    );
  });

  test('parts are numbered from 1 to 10,000', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    const { UploadId } = await s3.createMultipartUpload({ Bucket, Key: 'a' });
    const put = (PartNumber: number) => s3.uploadPart({ Bucket, Key: 'a', UploadId, PartNumber, Body: 'x' });
    await put(1);
    await put(10_000);
    for (const number of [0, 10_001])
      assert.equal(
        (await failure(put(number))).message,
        'Part number must be an integer between 1 and 10000, inclusive',
      );
  });

  test('a listing has 1,000 keys at most, whatever is asked for', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    await s3.putObject({ Bucket, Key: 'a', Body: 'x' });
    const { Versions: _, ...versions } = await s3.listObjectVersions({ Bucket, MaxKeys: 5000 });
    assert.deepEqual(
      [
        (await s3.listObjectsV2({ Bucket, MaxKeys: 5000 })).MaxKeys,
        (await s3.listObjects({ Bucket, MaxKeys: 5000 })).MaxKeys,
        versions.MaxKeys,
      ],
      [1000, 1000, 1000],
    );
  });

  test('DeleteObjects deletes 1,000 objects at most', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    const Objects = (count: number) => Array.from({ length: count }, (_, at) => ({ Key: `k${at}` }));
    const { Deleted } = await s3.deleteObjects({ Bucket, Delete: { Objects: Objects(1000) } });
    assert.equal(Deleted?.length, 1000);
    const error = await failure(s3.deleteObjects({ Bucket, Delete: { Objects: Objects(1001) } }));
    assert.deepEqual([error.name, error.status], ['MalformedXML', 400]);
  });
});
