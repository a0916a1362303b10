import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { failure, text, useS3 } from './s3.fixture.ts';

const fixture = useS3();
const HELLO = '"5d41402abc4b2a76b9719d911017c592"';

describe('objects', () => {
  test('an object comes back with everything it was put with', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    const headers = {
      ContentType: 'text/plain; charset=utf-8',
      CacheControl: 'max-age=60',
      ContentDisposition: 'attachment; filename="a.txt"',
      ContentEncoding: 'identity',
      ContentLanguage: 'de',
      WebsiteRedirectLocation: '/else',
      StorageClass: 'STANDARD_IA' as const,
    };
    const put = await s3.putObject({
      Bucket,
      Key: 'a',
      Body: 'hello',
      ...headers,
      Expires: new Date('2030-01-01T00:00:00Z'),
      Metadata: { Color: 'blue' },
      Tagging: 'x=1&y=a%20b',
    });
    assert.deepEqual([put.ETag, put.ServerSideEncryption, put.VersionId], [HELLO, 'AES256', undefined]);
    for (const got of [await s3.getObject({ Bucket, Key: 'a' }), await s3.headObject({ Bucket, Key: 'a' })]) {
      for (const [name, value] of Object.entries(headers))
        assert.equal((got as unknown as Record<string, unknown>)[name], value, name);
      assert.deepEqual(
        [got.ETag, got.ContentLength, got.AcceptRanges, got.ServerSideEncryption, got.TagCount],
        [HELLO, 5, 'bytes', 'AES256', 2],
      );
      assert.equal(got.ExpiresString, 'Tue, 01 Jan 2030 00:00:00 GMT');
      assert.deepEqual(got.Metadata, { color: 'blue' });
      if ('Body' in got) assert.equal(await text(got.Body as never), 'hello');
    }
    assert.deepEqual((await s3.getObjectTagging({ Bucket, Key: 'a' })).TagSet, [
      { Key: 'x', Value: '1' },
      { Key: 'y', Value: 'a b' },
    ]);
  });

  test('an empty object has no bytes', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    await s3.putObject({ Bucket, Key: 'empty' });
    const got = await s3.getObject({ Bucket, Key: 'empty' });
    assert.deepEqual(
      [got.ContentLength, got.ContentType, got.ETag, await text(got.Body)],
      [0, 'application/octet-stream', '"d41d8cd98f00b204e9800998ecf8427e"', ''],
    );
    assert.equal((await failure(s3.getObject({ Bucket, Key: 'empty', Range: 'bytes=0-' }))).name, 'InvalidRange');
  });

  test('ranges are answered as parts, and refused when there is nothing in them', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    await s3.putObject({ Bucket, Key: 'a', Body: '0123456789' });
    const range = async (Range: string) => {
      const got = await s3.getObject({ Bucket, Key: 'a', Range });
      return [got.$metadata.httpStatusCode, got.ContentRange, await text(got.Body)];
    };
    assert.deepEqual(await range('bytes=2-4'), [206, 'bytes 2-4/10', '234']);
    assert.deepEqual(await range('bytes=7-'), [206, 'bytes 7-9/10', '789']);
    assert.deepEqual(await range('bytes=-2'), [206, 'bytes 8-9/10', '89']);
    assert.deepEqual(await range('bytes=5-99'), [206, 'bytes 5-9/10', '56789']);
    assert.deepEqual(await range('bytes=5-2'), [200, undefined, '0123456789']);
    assert.deepEqual(await range('chunks=1-2'), [200, undefined, '0123456789']);
    const refused = await failure(s3.getObject({ Bucket, Key: 'a', Range: 'bytes=10-' }));
    assert.deepEqual([refused.status, refused.ActualObjectSize, refused.RangeRequested], [416, '10', 'bytes=10-']);
    const part = await s3.headObject({ Bucket, Key: 'a', Range: 'bytes=0-0' });
    assert.deepEqual([part.$metadata.httpStatusCode, part.ContentLength], [206, 1]);
  });

  test('response parameters replace headers', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    await s3.putObject({ Bucket, Key: 'a', Body: 'x', CacheControl: 'no-cache' });
    const got = await s3.getObject({
      Bucket,
      Key: 'a',
      ResponseContentType: 'text/html',
      ResponseCacheControl: 'max-age=1',
      ResponseContentDisposition: 'inline; filename="ü.txt"',
      ResponseExpires: new Date(0),
    });
    assert.deepEqual(
      [got.ContentType, got.CacheControl, got.ExpiresString],
      ['text/html', 'max-age=1', 'Thu, 01 Jan 1970 00:00:00 GMT'],
    );
    assert.match(got.ContentDisposition ?? '', /^inline; filename=/);
    assert.equal(
      (await failure(s3.getObject({ Bucket, Key: 'a', ResponseContentType: 'a\r\nset-cookie: b' }))).name,
      'InvalidArgument',
    );
  });

  test('reads may be conditional', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    await s3.putObject({ Bucket, Key: 'a', Body: 'hello' });
    const { LastModified } = await s3.headObject({ Bucket, Key: 'a' });
    const later = new Date(LastModified!.getTime() + 1000);
    const earlier = new Date(LastModified!.getTime() - 1000);
    const status = async (conditions: object) => {
      const got = await s3
        .getObject({ Bucket, Key: 'a', ...conditions })
        .catch((error: { $metadata: { httpStatusCode: number } }) => error);
      return got.$metadata.httpStatusCode;
    };
    assert.equal(await status({ IfMatch: HELLO }), 200);
    assert.equal(await status({ IfMatch: '"no"' }), 412);
    assert.equal(await status({ IfNoneMatch: HELLO }), 304);
    assert.equal(await status({ IfNoneMatch: '"no"' }), 200);
    assert.equal(await status({ IfModifiedSince: LastModified }), 304);
    assert.equal(await status({ IfModifiedSince: earlier }), 200);
    assert.equal(await status({ IfUnmodifiedSince: earlier }), 412);
    assert.equal(await status({ IfMatch: HELLO, IfUnmodifiedSince: earlier }), 200);
    assert.equal(await status({ IfNoneMatch: '"no"', IfModifiedSince: later }), 200);
    assert.equal((await failure(s3.getObject({ Bucket, Key: 'a', IfMatch: '"no"' }))).Condition, 'If-Match');
  });

  test('writes and deletes may be conditional', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    await s3.putObject({ Bucket, Key: 'a', Body: 'hello', IfNoneMatch: '*' });
    const taken = await failure(s3.putObject({ Bucket, Key: 'a', Body: 'x', IfNoneMatch: '*' }));
    assert.deepEqual([taken.name, taken.status, taken.Condition], ['PreconditionFailed', 412, 'If-None-Match']);
    assert.equal((await failure(s3.putObject({ Bucket, Key: 'a', Body: 'x', IfMatch: '"no"' }))).status, 412);
    assert.equal((await failure(s3.putObject({ Bucket, Key: 'b', Body: 'x', IfMatch: HELLO }))).name, 'NoSuchKey');
    assert.equal((await failure(s3.putObject({ Bucket, Key: 'b', IfNoneMatch: '"x"' }))).status, 501);
    await s3.putObject({ Bucket, Key: 'a', Body: 'hello', IfMatch: HELLO });
    assert.equal((await failure(s3.deleteObject({ Bucket, Key: 'a', IfMatch: '"no"' }))).status, 412);
    await s3.deleteObject({ Bucket, Key: 'a', IfMatch: HELLO });
    assert.equal((await failure(s3.headObject({ Bucket, Key: 'a' }))).status, 404);
    const race = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) => s3.putObject({ Bucket, Key: 'race', Body: String(i), IfNoneMatch: '*' })),
    );
    assert.equal(race.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  test('deleting succeeds whatever was there, one by one or together', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    for (const Key of ['a', 'b', 'c/d']) await s3.putObject({ Bucket, Key, Body: 'same' });
    assert.equal((await s3.deleteObject({ Bucket, Key: 'never' })).$metadata.httpStatusCode, 204);
    const { Deleted, Errors } = await s3.deleteObjects({
      Bucket,
      Delete: { Objects: [{ Key: 'a' }, { Key: 'none' }, { Key: 'b', ETag: '"no"' }] },
    });
    assert.deepEqual(Deleted, [{ Key: 'a' }, { Key: 'none' }]);
    assert.deepEqual(
      Errors?.map(({ Key, Code }) => [Key, Code]),
      [['b', 'PreconditionFailed']],
    );
    const quiet = await s3.deleteObjects({ Bucket, Delete: { Objects: [{ Key: 'b' }], Quiet: true } });
    assert.equal(quiet.Deleted, undefined);
    assert.deepEqual(
      (await s3.listObjectsV2({ Bucket })).Contents?.map(({ Key }) => Key),
      ['c/d'],
    );
    assert.equal(await text((await s3.getObject({ Bucket, Key: 'c/d' })).Body), 'same');
    const tooMany = Array.from({ length: 1001 }, (_, i) => ({ Key: String(i) }));
    assert.equal((await failure(s3.deleteObjects({ Bucket, Delete: { Objects: tooMany } }))).name, 'MalformedXML');
  });

  test('tags and ACLs are of an object that exists', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    await s3.putObject({ Bucket, Key: 'a' });
    await s3.putObjectTagging({ Bucket, Key: 'a', Tagging: { TagSet: [{ Key: 'k', Value: 'v' }] } });
    assert.deepEqual((await s3.getObjectTagging({ Bucket, Key: 'a' })).TagSet, [{ Key: 'k', Value: 'v' }]);
    await s3.deleteObjectTagging({ Bucket, Key: 'a' });
    assert.deepEqual((await s3.getObjectTagging({ Bucket, Key: 'a' })).TagSet ?? [], []);
    const twice = {
      TagSet: [
        { Key: 'k', Value: '1' },
        { Key: 'k', Value: '2' },
      ],
    };
    assert.equal(
      (await failure(s3.putObjectTagging({ Bucket, Key: 'a', Tagging: twice }))).message,
      'Cannot provide multiple Tags with the same key',
    );
    assert.equal((await failure(s3.getObjectTagging({ Bucket, Key: 'no' }))).name, 'NoSuchKey');
    assert.equal((await s3.getObjectAcl({ Bucket, Key: 'a' })).Grants?.length, 1);
    await s3.putObjectAcl({ Bucket, Key: 'a', ACL: 'bucket-owner-full-control' });
  });

  test('encryption that Hearth has not is refused by name', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    await s3.putObject({ Bucket, Key: 'a', ServerSideEncryption: 'AES256' });
    assert.match(
      String((await failure(s3.putObject({ Bucket, Key: 'a', ServerSideEncryption: 'aws:kms' }))).message),
      /aws:kms/,
    );
    const SSECustomerKey = Buffer.alloc(32).toString('base64');
    const own = await failure(
      s3.putObject({ Bucket, Key: 'a', SSECustomerAlgorithm: 'AES256', SSECustomerKey, SSECustomerKeyMD5: 'x' }),
    );
    assert.match(String(own.message), /SSECustomerAlgorithm/);
    assert.match(
      String((await failure(s3.putObject({ Bucket, Key: 'a', ObjectLockLegalHoldStatus: 'ON' }))).message),
      /ObjectLock/,
    );
    assert.equal(
      (await failure(s3.putObject({ Bucket, Key: 'a', StorageClass: 'COLD' as 'STANDARD' }))).name,
      'InvalidStorageClass',
    );
    await s3.putObject({ Bucket, Key: 'ice', StorageClass: 'GLACIER' });
    assert.equal((await failure(s3.getObject({ Bucket, Key: 'ice' }))).name, 'InvalidObjectState');
  });
});
