import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { failure, text, useS3 } from './s3.fixture.ts';

const fixture = useS3();
const HELLO = '"5d41402abc4b2a76b9719d911017c592"';

describe('keys', () => {
  const KEYS = [
    '..',
    '../../etc/passwd',
    '/leading',
    '//',
    'a//b',
    'a/',
    './a',
    'a/../b',
    'a b+c%2F&=?#',
    'ü/日本/🎉',
    '\u0001\u007f',
    '\n',
    '%',
    '%zz',
    'a\\b',
    '\0',
    'quote\'"<>',
    'k'.repeat(1024),
    '?versionId=x',
  ];

  test('keys of any bytes that AWS accepts are kept apart, listed, copied and deleted', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    for (const Key of KEYS) await s3.putObject({ Bucket, Key, Body: `<${Key}>` });
    for (const Key of KEYS)
      assert.equal(await text((await s3.getObject({ Bucket, Key })).Body), `<${Key}>`, JSON.stringify(Key));
    const { Contents } = await s3.listObjectsV2({ Bucket, EncodingType: 'url' });
    const listed = Contents!.map(({ Key }) => decodeURIComponent(Key!));
    assert.deepEqual(
      listed,
      KEYS.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    );
    for (const Key of KEYS.slice(0, 14))
      await s3.copyObject({ Bucket, Key: `copy-of-${Key}`, CopySource: encodeURIComponent(`${Bucket}/${Key}`) });
    assert.equal(await text((await s3.getObject({ Bucket, Key: 'copy-of-ü/日本/🎉' })).Body), '<ü/日本/🎉>');
    for (const Key of KEYS) await s3.deleteObject({ Bucket, Key });
    assert.equal((await s3.listObjectsV2({ Bucket })).KeyCount, 14);
  });

  test('longer keys and paths that are no UTF-8 are refused', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    const long = await failure(s3.putObject({ Bucket, Key: `${'ü'.repeat(512)}x` }));
    assert.deepEqual([long.name, long.status], ['KeyTooLongError', 400]);
    const raw = await fetch(`${fixture.endpoint}/${Bucket}/%ff%fe`);
    assert.equal(raw.status, 400);
    assert.match(await raw.text(), /<Code>InvalidURI<\/Code>/);
  });
});

describe('checksums', () => {
  test('every algorithm of the SDK is checked, kept and answered', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    for (const algorithm of ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const) {
      const put = await s3.putObject({ Bucket, Key: algorithm, Body: 'hello', ChecksumAlgorithm: algorithm });
      const member = `Checksum${algorithm}` as const;
      assert.ok(put[member], algorithm);
      const got = await s3.headObject({ Bucket, Key: algorithm, ChecksumMode: 'ENABLED' });
      assert.deepEqual([got[member], got.ChecksumType], [put[member], 'FULL_OBJECT']);
      const wrong = await failure(s3.putObject({ Bucket, Key: 'wrong', Body: 'hellO', [member]: put[member] }));
      assert.deepEqual(
        [wrong.name, wrong.message],
        ['BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`],
      );
    }
    assert.equal(
      (await s3.headObject({ Bucket, Key: 'SHA256', ChecksumMode: 'ENABLED' })).ChecksumSHA256,
      createHash('sha256').update('hello').digest('base64'),
    );
    assert.equal((await failure(s3.headObject({ Bucket, Key: 'wrong' }))).status, 404);
  });

  test('a body without a checksum gets CRC64NVME; Content-MD5 is checked', async () => {
    const Bucket = await fixture.bucket();
    const plain = fixture.client({ requestChecksumCalculation: 'WHEN_REQUIRED' });
    const put = await plain.putObject({ Bucket, Key: 'a', Body: 'hello', ContentMD5: 'XUFAKrxLKna5cZ2REBfFkg==' });
    assert.equal(put.ChecksumCRC64NVME, 'M3eFcAZSQlc=');
    const wrong = await failure(
      plain.putObject({ Bucket, Key: 'a', Body: 'hellO', ContentMD5: 'XUFAKrxLKna5cZ2REBfFkg==' }),
    );
    assert.deepEqual(
      [wrong.name, wrong.message],
      ['BadDigest', 'The Content-MD5 you specified did not match what we received.'],
    );
    assert.equal(
      (await failure(plain.putObject({ Bucket, Key: 'a', Body: 'x', ContentMD5: 'abc' }))).name,
      'InvalidDigest',
    );
  });

  test('attributes tell of size, checksum and class', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    await s3.putObject({ Bucket, Key: 'a', Body: 'hello', ChecksumAlgorithm: 'SHA1' });
    const attributes = await s3.getObjectAttributes({
      Bucket,
      Key: 'a',
      ObjectAttributes: ['ETag', 'Checksum', 'StorageClass', 'ObjectSize', 'ObjectParts'],
    });
    assert.deepEqual(
      [attributes.ETag, attributes.ObjectSize, attributes.StorageClass, attributes.ObjectParts],
      [HELLO.slice(1, -1), 5, 'STANDARD', undefined],
    );
    assert.deepEqual(attributes.Checksum, {
      ChecksumSHA1: 'qvTGHdzF6KLavt4PO0gs2a6pQ00=',
      ChecksumType: 'FULL_OBJECT',
    });
  });
});

describe('copies', () => {
  test('a copy keeps headers and tags unless they are replaced', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    await s3.putObject({
      Bucket,
      Key: 'a',
      Body: 'hello',
      ContentType: 'text/x',
      Metadata: { a: '1' },
      Tagging: 't=1',
    });
    const { CopyObjectResult } = await s3.copyObject({ Bucket, Key: 'b', CopySource: `${Bucket}/a` });
    assert.equal(CopyObjectResult?.ETag, HELLO);
    const b = await s3.getObject({ Bucket, Key: 'b' });
    assert.deepEqual([b.ContentType, b.Metadata, b.TagCount, await text(b.Body)], ['text/x', { a: '1' }, 1, 'hello']);
    await s3.copyObject({
      Bucket,
      Key: 'a',
      CopySource: `/${Bucket}/a`,
      MetadataDirective: 'REPLACE',
      Metadata: { z: '9' },
      TaggingDirective: 'REPLACE',
      Tagging: '',
    });
    const a = await s3.headObject({ Bucket, Key: 'a' });
    assert.deepEqual([a.ContentType, a.Metadata, a.TagCount], ['binary/octet-stream', { z: '9' }, undefined]);
    const same = await failure(s3.copyObject({ Bucket, Key: 'a', CopySource: `${Bucket}/a` }));
    assert.match(
      String(same.message),
      /^This copy request is illegal because it is trying to copy an object to itself/,
    );
    await s3.deleteObject({ Bucket, Key: 'a' });
    assert.equal(await text((await s3.getObject({ Bucket, Key: 'b' })).Body), 'hello');
  });

  test('a copy may be conditional, and compute another checksum', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    await s3.putObject({ Bucket, Key: 'a', Body: 'hello' });
    const refused = await failure(
      s3.copyObject({ Bucket, Key: 'b', CopySource: `${Bucket}/a`, CopySourceIfMatch: '"no"' }),
    );
    assert.deepEqual([refused.status, refused.Condition], [412, 'x-amz-copy-source-If-Match']);
    const { CopyObjectResult } = await s3.copyObject({
      Bucket,
      Key: 'b',
      CopySource: `${Bucket}/a`,
      ChecksumAlgorithm: 'SHA256',
    });
    assert.equal(CopyObjectResult?.ChecksumSHA256, createHash('sha256').update('hello').digest('base64'));
    assert.equal((await failure(s3.copyObject({ Bucket, Key: 'b', CopySource: `${Bucket}/none` }))).name, 'NoSuchKey');
    assert.equal((await failure(s3.copyObject({ Bucket, Key: 'b', CopySource: 'nothing' }))).name, 'InvalidArgument');
  });
});
