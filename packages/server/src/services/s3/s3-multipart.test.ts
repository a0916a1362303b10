import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import { Upload } from '@aws-sdk/lib-storage';
import { failure, text, useS3 } from './s3.fixture.ts';

const fixture = useS3();
const PART = 5 * 1024 ** 2;
const piece = (byte: number, size = PART) => Buffer.alloc(size, byte);
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest();

describe('multipart uploads', () => {
  test('parts become an object, whose ranges and parts are read across them', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    const { UploadId } = await s3.createMultipartUpload({
      Bucket,
      Key: 'a',
      ContentType: 'text/x',
      Metadata: { m: '1' },
      Tagging: 'a=b',
    });
    const bodies = [piece(65), piece(66), Buffer.from('end')];
    const Parts = [];
    for (const [i, Body] of bodies.entries()) {
      const { ETag, ChecksumCRC32 } = await s3.uploadPart({ Bucket, Key: 'a', UploadId, PartNumber: i * 2 + 1, Body });
      Parts.push({ ETag, ChecksumCRC32, PartNumber: i * 2 + 1 });
    }
    await s3.uploadPart({ Bucket, Key: 'a', UploadId, PartNumber: 9, Body: 'not in the object' });
    const listed = await s3.listParts({ Bucket, Key: 'a', UploadId, MaxParts: 2 });
    assert.deepEqual(
      [
        listed.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size]),
        listed.NextPartNumberMarker,
        listed.IsTruncated,
      ],
      [
        [
          [1, PART],
          [3, PART],
        ],
        '3',
        true,
      ],
    );
    assert.equal((await s3.listParts({ Bucket, Key: 'a', UploadId, PartNumberMarker: '3' })).Parts?.length, 2);
    assert.equal((await failure(s3.headObject({ Bucket, Key: 'a' }))).status, 404);
    const done = await s3.completeMultipartUpload({ Bucket, Key: 'a', UploadId, MultipartUpload: { Parts } });
    const etag = `"${md5(Buffer.concat(bodies.map(md5))).toString('hex')}-3"`;
    assert.equal(done.ETag, etag);
    assert.equal(done.Location, `${fixture.endpoint}/${Bucket}/a`);
    const again = await s3.completeMultipartUpload({ Bucket, Key: 'a', UploadId, MultipartUpload: { Parts } });
    assert.equal(again.ETag, etag);
    const got = await s3.getObject({ Bucket, Key: 'a' });
    assert.deepEqual(
      [got.ContentLength, got.ContentType, got.Metadata, got.TagCount, got.ETag],
      [2 * PART + 3, 'text/x', { m: '1' }, 1, etag],
    );
    assert.ok(Buffer.from(await got.Body!.transformToByteArray()).equals(Buffer.concat(bodies)));
    const across = await s3.getObject({ Bucket, Key: 'a', Range: `bytes=${PART - 2}-${PART + 1}` });
    assert.equal(await text(across.Body), 'AABB');
    assert.equal(await text((await s3.getObject({ Bucket, Key: 'a', Range: 'bytes=-5' })).Body), 'BBend');
    const last = await s3.getObject({ Bucket, Key: 'a', PartNumber: 3 });
    assert.deepEqual([await text(last.Body), last.PartsCount, last.$metadata.httpStatusCode], ['end', 3, 206]);
    assert.equal((await failure(s3.headObject({ Bucket, Key: 'a', PartNumber: 4 }))).status, 416);
    const { ObjectParts } = await s3.getObjectAttributes({ Bucket, Key: 'a', ObjectAttributes: ['ObjectParts'] });
    assert.equal(ObjectParts?.TotalPartsCount, 3);
    const copied = await s3.copyObject({ Bucket, Key: 'copy', CopySource: `${Bucket}/a` });
    assert.equal(copied.CopyObjectResult?.ETag, `"${md5(Buffer.concat(bodies)).toString('hex')}"`);
    await s3.deleteObject({ Bucket, Key: 'a' });
    assert.equal((await s3.headObject({ Bucket, Key: 'copy' })).ContentLength, 2 * PART + 3);
  });

  test('what is wrong with the list of parts is said as AWS says it', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    const { UploadId } = await s3.createMultipartUpload({ Bucket, Key: 'a', ChecksumAlgorithm: 'CRC32' });
    const part = async (PartNumber: number) => {
      const { ETag, ChecksumCRC32 } = await s3.uploadPart({
        Bucket,
        Key: 'a',
        UploadId,
        PartNumber,
        Body: `small ${PartNumber}`,
      });
      return { PartNumber, ETag, ChecksumCRC32 };
    };
    const [one, two] = [await part(1), await part(2)];
    const complete = (...Parts: object[]) =>
      failure(s3.completeMultipartUpload({ Bucket, Key: 'a', UploadId, MultipartUpload: { Parts } }));
    assert.deepEqual(
      [
        (await complete(two, one)).name,
        (await complete({ ...one, ETag: 'x' })).name,
        (await complete({ ...one, PartNumber: 7 })).name,
      ],
      ['InvalidPartOrder', 'InvalidPart', 'InvalidPart'],
    );
    const small = await complete(one, two);
    assert.deepEqual([small.name, small.ProposedSize, small.MinSizeAllowed], ['EntityTooSmall', '7', '5242880']);
    assert.equal((await complete()).message, 'You must specify at least one part');
    assert.match(
      String((await complete({ ...one, ChecksumCRC32: undefined })).message),
      /must include the checksum for each part/,
    );
    assert.equal(
      (await failure(s3.uploadPart({ Bucket, Key: 'a', UploadId, PartNumber: 10001 }))).message,
      'Part number must be an integer between 1 and 10000, inclusive',
    );
    await s3.abortMultipartUpload({ Bucket, Key: 'a', UploadId });
    assert.equal((await complete(one)).name, 'NoSuchUpload');
    assert.equal((await failure(s3.uploadPart({ Bucket, Key: 'a', UploadId, PartNumber: 1, Body: 'x' }))).status, 404);
  });

  test('the checksum of the whole is made of the parts', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    const bodies = [piece(1), piece(2, PART + 1), piece(3, 77)];
    for (const ChecksumAlgorithm of ['CRC32', 'CRC32C', 'CRC64NVME'] as const) {
      const whole = await s3.putObject({ Bucket, Key: 'whole', Body: Buffer.concat(bodies), ChecksumAlgorithm });
      const { UploadId } = await s3.createMultipartUpload({
        Bucket,
        Key: 'a',
        ChecksumAlgorithm,
        ChecksumType: 'FULL_OBJECT',
      });
      const Parts = await Promise.all(
        bodies.map(async (Body, i) => ({
          PartNumber: i + 1,
          ETag: (await s3.uploadPart({ Bucket, Key: 'a', UploadId, PartNumber: i + 1, Body, ChecksumAlgorithm })).ETag,
        })),
      );
      const member = `Checksum${ChecksumAlgorithm}` as const;
      const done = await s3.completeMultipartUpload({
        Bucket,
        Key: 'a',
        UploadId,
        MultipartUpload: { Parts },
        [member]: whole[member],
      });
      assert.deepEqual([done[member], done.ChecksumType], [whole[member], 'FULL_OBJECT']);
    }
    const { UploadId } = await s3.createMultipartUpload({ Bucket, Key: 'b', ChecksumAlgorithm: 'SHA256' });
    const { ETag, ChecksumSHA256 } = await s3.uploadPart({
      Bucket,
      Key: 'b',
      UploadId,
      PartNumber: 1,
      Body: 'x',
      ChecksumAlgorithm: 'SHA256',
    });
    const done = await s3.completeMultipartUpload({
      Bucket,
      Key: 'b',
      UploadId,
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag, ChecksumSHA256 }] },
    });
    const composite = `${createHash('sha256').update(Buffer.from(ChecksumSHA256!, 'base64')).digest('base64')}-1`;
    assert.deepEqual([done.ChecksumSHA256, done.ChecksumType], [composite, 'COMPOSITE']);
    assert.equal((await s3.headObject({ Bucket, Key: 'b', ChecksumMode: 'ENABLED' })).ChecksumSHA256, composite);
    assert.equal(
      (
        await failure(
          s3.createMultipartUpload({ Bucket, Key: 'b', ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT' }),
        )
      ).name,
      'InvalidRequest',
    );
  });

  test('parts are copied from objects, and completing may be conditional', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    await s3.putObject({ Bucket, Key: 'source', Body: '0123456789' });
    const { UploadId } = await s3.createMultipartUpload({ Bucket, Key: 'a' });
    const copy = (CopySourceRange: string) =>
      s3.uploadPartCopy({ Bucket, Key: 'a', UploadId, PartNumber: 1, CopySource: `${Bucket}/source`, CopySourceRange });
    const { CopyPartResult } = await copy('bytes=2-5');
    assert.equal(CopyPartResult?.ETag, `"${md5(Buffer.from('2345')).toString('hex')}"`);
    assert.equal((await failure(copy('bytes=2-10'))).name, 'InvalidArgument');
    await s3.putObject({ Bucket, Key: 'a', Body: 'taken' });
    const { ETag, ChecksumCRC32 } = CopyPartResult;
    const complete = (conditions: object) =>
      s3.completeMultipartUpload({
        Bucket,
        Key: 'a',
        UploadId,
        MultipartUpload: { Parts: [{ PartNumber: 1, ETag, ChecksumCRC32 }] },
        ...conditions,
      });
    assert.equal((await failure(complete({ IfNoneMatch: '*' }))).status, 412);
    await complete({});
    assert.equal(await text((await s3.getObject({ Bucket, Key: 'a' })).Body), '2345');
  });

  test('uploads under way are listed by key and time, page by page', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    const ids: (string | undefined)[] = [];
    for (const Key of ['b', 'a', 'a', 'd/1', 'd/2'])
      ids.push((await s3.createMultipartUpload({ Bucket, Key })).UploadId);
    const { Uploads } = await s3.listMultipartUploads({ Bucket });
    assert.deepEqual(
      Uploads?.map(({ Key }) => Key),
      ['a', 'a', 'b', 'd/1', 'd/2'],
    );
    assert.deepEqual((await s3.listMultipartUploads({ Bucket, Delimiter: '/' })).CommonPrefixes, [{ Prefix: 'd/' }]);
    const seen: (string | undefined)[] = [];
    for (let KeyMarker: string | undefined, UploadIdMarker: string | undefined, more = true; more;) {
      const page = await s3.listMultipartUploads({ Bucket, MaxUploads: 2, KeyMarker, UploadIdMarker });
      seen.push(...(page.Uploads ?? []).map(({ UploadId }) => UploadId));
      ({ NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page);
      more = page.IsTruncated!;
    }
    assert.deepEqual(new Set(seen), new Set(ids));
    assert.equal(seen.length, ids.length);
    await s3.deleteBucket({ Bucket });
  });

  test('the SDK uploads streams of unknown length, and what nothing refers to any more goes', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    const bytes = Buffer.concat([piece(7), piece(8), piece(9, 1000)]);
    const stream = Readable.from(
      (function* () {
        for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
      })(),
    );
    await new Upload({ client: s3, params: { Bucket, Key: 'stream', Body: stream } }).done();
    const got = await s3.getObject({ Bucket, Key: 'stream' });
    assert.ok(Buffer.from(await got.Body!.transformToByteArray()).equals(bytes));
    await s3.deleteObject({ Bucket, Key: 'stream' });
    const unique = createHash('sha256').update(piece(8)).digest('hex');
    const directory = join(fixture.platform.platform.dataDirectory, 'blobs', unique.slice(0, 2));
    while (readdirSync(directory).includes(unique.slice(2))) await new Promise((resolve) => setImmediate(resolve));
  });
});
