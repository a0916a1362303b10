import type { ListObjectVersionsCommandInput } from '@aws-sdk/client-s3';
import { invalidArgument } from '../errors.ts';
import { bucketMeant, type S3Call } from '../lookup.ts';
import { type Encoder, encoderOf, listedObject, listingHead } from '../objects/listing-answers.ts';
import { operation } from '../operation.ts';
import { keyText } from '../rules/keys.ts';
import { type Listed, listPage } from '../rules/listing.ts';
import { ownerOf } from '../rules/owners.ts';
import { pageSize } from '../rules/page-tokens.ts';
import { checkVersionId } from '../rules/version-ids.ts';
import type { ListedVersion, VersionPosition } from '../store/listings.ts';
import type { BucketRow } from '../store/tables.ts';

export const ListObjectVersions = operation('ListObjectVersions', async (call, input) => {
  const { KeyMarker, VersionIdMarker } = input;
  const max = pageSize(input.MaxKeys, 'max-keys');
  const bucket = await bucketMeant(call, input);
  const after = await positionOf(call, bucket, input);
  const prefix = Buffer.from(input.Prefix ?? '');
  const delimiter = Buffer.from(input.Delimiter ?? '');
  const scope = { bucketId: bucket.id, prefix, after };
  const page = await listPage<ListedVersion>({ prefix, delimiter, after: after?.key ?? null, max }, (from, limit) =>
    call.service.listings.versions(scope, from, limit),
  );
  const encode = encoderOf(input);
  return {
    Name: bucket.name,
    ...listingHead(input, page.commonPrefixes),
    KeyMarker: encode(KeyMarker ?? ''),
    VersionIdMarker: VersionIdMarker ?? '',
    MaxKeys: max,
    IsTruncated: page.isTruncated,
    ...(page.isTruncated ? nextMarkers(page, encode) : {}),
    Versions: page.rows
      .filter(({ isMarker }) => !isMarker)
      .map((row) => ({
        ...listedObject(row, encode, true),
        StorageClass: row.storageClass as 'STANDARD',
        ...identity(row),
      })),
    DeleteMarkers: page.rows
      .filter(({ isMarker }) => isMarker)
      .map((row) => ({
        Key: encode(keyText(row.key)),
        LastModified: new Date(row.modifiedAt),
        Owner: ownerOf(row.owner),
        ...identity(row),
      })),
  };
});

function identity({ versionId, isLatest }: ListedVersion) {
  return { VersionId: versionId, IsLatest: isLatest === 1 };
}

/** A marker whose version was deleted since the last page: what is left of its key comes again. */
async function positionOf(
  call: S3Call,
  bucket: BucketRow,
  { KeyMarker, VersionIdMarker }: ListObjectVersionsCommandInput,
): Promise<VersionPosition | null> {
  if (!VersionIdMarker) return KeyMarker ? { key: Buffer.from(KeyMarker), sequence: null } : null;
  if (!KeyMarker)
    throw invalidArgument(
      'A version-id marker cannot be specified without a key marker.',
      'version-id-marker',
      VersionIdMarker,
    );
  const key = Buffer.from(KeyMarker);
  const version = await call.service.objects.find(bucket.id, key, checkVersionId(VersionIdMarker));
  return { key, sequence: version?.sequence ?? Number.MAX_SAFE_INTEGER };
}

function nextMarkers({ last }: Listed<ListedVersion>, encode: Encoder) {
  if (!last) return {};
  if ('commonPrefix' in last) return { NextKeyMarker: encode(keyText(last.commonPrefix)) };
  return { NextKeyMarker: encode(keyText(last.row.key)), NextVersionIdMarker: last.row.versionId };
}
