import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { failure, type S3Fixture, text } from './s3.fixture.ts';

/** What depends on the database's order, and on units that run beside each other. */
export function describeListings(fixture: S3Fixture): void {
  async function filled(...keys: string[]) {
    const Bucket = await fixture.bucket();
    await Promise.all(keys.map((Key) => fixture.s3.putObject({ Bucket, Key, Body: Key })));
    return Bucket;
  }

  describe('listings', () => {
    test('keys come in the order of their bytes, with prefixes rolled up at the delimiter', async () => {
      const { s3 } = fixture;
      const Bucket = await filled('b', 'a/1', 'a/2', 'a', 'A', 'a/x/1', 'é', '𐀀', '｡', 'c/');
      const all = await s3.listObjectsV2({ Bucket });
      assert.deepEqual(
        all.Contents?.map(({ Key }) => Key),
        ['A', 'a', 'a/1', 'a/2', 'a/x/1', 'b', 'c/', 'é', '｡', '𐀀'],
      );
      const top = await s3.listObjectsV2({ Bucket, Delimiter: '/' });
      assert.deepEqual(
        top.Contents?.map(({ Key }) => Key),
        ['A', 'a', 'b', 'é', '｡', '𐀀'],
      );
      assert.deepEqual(top.CommonPrefixes, [{ Prefix: 'a/' }, { Prefix: 'c/' }]);
      assert.equal(top.KeyCount, 8);
      const below = await s3.listObjectsV2({ Bucket, Delimiter: '/', Prefix: 'a/' });
      assert.deepEqual(
        [below.Contents?.map(({ Key }) => Key), below.CommonPrefixes],
        [['a/1', 'a/2'], [{ Prefix: 'a/x/' }]],
      );
      assert.deepEqual(
        (await s3.listObjectsV2({ Bucket, StartAfter: 'c/' })).Contents?.map(({ Key }) => Key),
        ['é', '｡', '𐀀'],
      );
    });

    test('pages of every size hold each key and prefix once, in both ways of listing', async () => {
      const { s3 } = fixture;
      const Bucket = await filled('a', 'd/1', 'd/2', 'd/3', 'e/1', 'f', 'g/1/2', 'h', 'z/');
      const expected = ['a', 'd/', 'e/', 'f', 'g/', 'h', 'z/'];
      for (let MaxKeys = 1; MaxKeys <= 8; MaxKeys++) {
        const seen: string[] = [];
        for (let token: string | undefined, more = true; more;) {
          const page = await s3.listObjectsV2({ Bucket, Delimiter: '/', MaxKeys, ContinuationToken: token });
          const names = [
            ...(page.Contents ?? []).map(({ Key }) => Key!),
            ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix!),
          ];
          assert.ok(names.length <= MaxKeys);
          seen.push(...names.toSorted());
          token = page.NextContinuationToken;
          more = page.IsTruncated!;
        }
        assert.deepEqual(seen, expected);
        const old: string[] = [];
        for (let Marker: string | undefined, more = true; more;) {
          const page = await s3.listObjects({ Bucket, Delimiter: '/', MaxKeys, Marker });
          old.push(
            ...[
              ...(page.Contents ?? []).map(({ Key }) => Key!),
              ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix!),
            ].toSorted(),
          );
          Marker = page.NextMarker;
          more = page.IsTruncated!;
        }
        assert.deepEqual(old, expected);
      }
    });

    test('an empty page, names to decode, and tokens that are none', async () => {
      const { s3 } = fixture;
      const Bucket = await filled('a b/+ü');
      assert.deepEqual(
        [
          (await s3.listObjectsV2({ Bucket, MaxKeys: 0 })).IsTruncated,
          (await s3.listObjectsV2({ Bucket, MaxKeys: 0 })).KeyCount,
        ],
        [false, 0],
      );
      const encoded = await s3.listObjectsV2({ Bucket, EncodingType: 'url', FetchOwner: true, Prefix: 'a ' });
      assert.deepEqual(
        [encoded.Contents?.[0]?.Key, encoded.Prefix, encoded.EncodingType],
        ['a%20b/%2B%C3%BC', 'a%20', 'url'],
      );
      assert.match(encoded.Contents?.[0]?.Owner?.ID ?? '', /^[0-9a-f]{64}$/);
      assert.equal((await failure(s3.listObjectsV2({ Bucket, ContinuationToken: '!' }))).name, 'InvalidArgument');
    });
  });

  describe('versions', () => {
    async function versioned() {
      const Bucket = await fixture.bucket();
      await fixture.s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
      return Bucket;
    }

    test('each write is a version; deleting puts a marker, which can be deleted too', async () => {
      const { s3 } = fixture;
      const Bucket = await versioned();
      const one = await s3.putObject({ Bucket, Key: 'a', Body: 'one' });
      const two = await s3.putObject({ Bucket, Key: 'a', Body: 'two' });
      assert.notEqual(one.VersionId, two.VersionId);
      assert.equal(await text((await s3.getObject({ Bucket, Key: 'a' })).Body), 'two');
      assert.equal(await text((await s3.getObject({ Bucket, Key: 'a', VersionId: one.VersionId })).Body), 'one');
      const marker = await s3.deleteObject({ Bucket, Key: 'a' });
      assert.equal(marker.DeleteMarker, true);
      const gone = await failure(s3.getObject({ Bucket, Key: 'a' }));
      assert.deepEqual(
        [gone.name, gone.status, (gone.headers as Record<string, string>)['x-amz-delete-marker']],
        ['NoSuchKey', 404, 'true'],
      );
      const direct = await failure(s3.getObject({ Bucket, Key: 'a', VersionId: marker.VersionId }));
      assert.deepEqual([direct.name, direct.status], ['MethodNotAllowed', 405]);
      const { Versions, DeleteMarkers } = await s3.listObjectVersions({ Bucket });
      assert.deepEqual(
        Versions?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest]),
        [
          [two.VersionId, false],
          [one.VersionId, false],
        ],
      );
      assert.deepEqual(
        DeleteMarkers?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest]),
        [[marker.VersionId, true]],
      );
      assert.equal((await s3.listObjectsV2({ Bucket })).KeyCount, 0);
      assert.match(
        String((await failure(s3.deleteBucket({ Bucket }))).message),
        /You must delete all versions in the bucket\.$/,
      );
      await s3.deleteObject({ Bucket, Key: 'a', VersionId: marker.VersionId });
      assert.equal(await text((await s3.getObject({ Bucket, Key: 'a' })).Body), 'two');
      await s3.deleteObjects({
        Bucket,
        Delete: {
          Objects: [
            { Key: 'a', VersionId: two.VersionId },
            { Key: 'a', VersionId: one.VersionId },
          ],
        },
      });
      await s3.deleteBucket({ Bucket });
    });

    test('what was there before versioning, and what comes while it is suspended, is the null version', async () => {
      const { s3 } = fixture;
      const Bucket = await fixture.bucket();
      await s3.putObject({ Bucket, Key: 'a', Body: 'before' });
      await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
      const { VersionId } = await s3.putObject({ Bucket, Key: 'a', Body: 'during' });
      assert.equal(await text((await s3.getObject({ Bucket, Key: 'a', VersionId: 'null' })).Body), 'before');
      await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Suspended' } });
      assert.equal((await s3.putObject({ Bucket, Key: 'a', Body: 'after' })).VersionId, 'null');
      assert.equal(await text((await s3.getObject({ Bucket, Key: 'a', VersionId: 'null' })).Body), 'after');
      assert.equal(await text((await s3.getObject({ Bucket, Key: 'a', VersionId })).Body), 'during');
      const marker = await s3.deleteObject({ Bucket, Key: 'a' });
      assert.deepEqual([marker.DeleteMarker, marker.VersionId], [true, 'null']);
      const { Versions, DeleteMarkers } = await s3.listObjectVersions({ Bucket });
      assert.deepEqual([Versions?.map((version) => version.VersionId), DeleteMarkers?.length], [[VersionId], 1]);
      assert.equal(
        (await failure(s3.getObject({ Bucket, Key: 'a', VersionId: 'x' }))).message,
        'Invalid version id specified',
      );
      assert.equal(
        (await failure(s3.getObject({ Bucket, Key: 'a', VersionId: 'x'.repeat(32) }))).name,
        'NoSuchVersion',
      );
    });

    test('versions are listed page by page, and a version can be copied back', async () => {
      const { s3 } = fixture;
      const Bucket = await versioned();
      const ids: string[] = [];
      for (const [Key, Body] of [
        ['a', '1'],
        ['a', '2'],
        ['b/1', '3'],
        ['b/2', '4'],
        ['c', '5'],
        ['c', '6'],
      ] as const)
        ids.push((await s3.putObject({ Bucket, Key, Body })).VersionId!);
      const expected = [1, 0, 2, 3, 5, 4].map((i) => ids[i]);
      for (let MaxKeys = 1; MaxKeys < 7; MaxKeys++) {
        const seen: (string | undefined)[] = [];
        for (let KeyMarker: string | undefined, VersionIdMarker: string | undefined, more = true; more;) {
          const page = await s3.listObjectVersions({ Bucket, MaxKeys, KeyMarker, VersionIdMarker });
          seen.push(...(page.Versions ?? []).map(({ VersionId }) => VersionId));
          ({ NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page);
          more = page.IsTruncated!;
        }
        assert.deepEqual(seen, expected);
      }
      assert.deepEqual((await s3.listObjectVersions({ Bucket, Delimiter: '/' })).CommonPrefixes, [{ Prefix: 'b/' }]);
      const copied = await s3.copyObject({ Bucket, Key: 'a', CopySource: `${Bucket}/a?versionId=${ids[0]}` });
      assert.equal(copied.CopySourceVersionId, ids[0]);
      assert.equal(await text((await s3.getObject({ Bucket, Key: 'a' })).Body), '1');
    });
  });

  describe('writers at the same time', () => {
    test('of many that want to be the first, one is', async () => {
      const { s3 } = fixture;
      const Bucket = await fixture.bucket();
      const first = (Body: string) => s3.putObject({ Bucket, Key: 'race', Body, IfNoneMatch: '*' });
      const outcomes = await Promise.allSettled(Array.from({ length: 8 }, (_, i) => first(String(i))));
      assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
      const again = await Promise.allSettled(
        Array.from({ length: 8 }, (_, i) => s3.putObject({ Bucket, Key: 'race', Body: String(i) })),
      );
      assert.deepEqual(
        again.filter(({ status }) => status === 'rejected'),
        [],
      );
      assert.equal((await s3.listObjectVersions({ Bucket })).Versions?.length, 1);
    });
  });
}
