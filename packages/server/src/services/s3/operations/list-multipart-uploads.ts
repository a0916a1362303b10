import { bucketMeant } from '../lookup.ts';
import { type Encoder, encoderOf, listingHead } from '../objects/listing-answers.ts';
import { operation } from '../operation.ts';
import { keyText } from '../rules/keys.ts';
import { type Listed, listPage } from '../rules/listing.ts';
import { ownerOf } from '../rules/owners.ts';
import { pageSize } from '../rules/page-tokens.ts';
import type { UploadPosition } from '../store/listings.ts';
import type { UploadRow } from '../store/tables.ts';

export const ListMultipartUploads = operation('ListMultipartUploads', async (call, input) => {
  const { KeyMarker, UploadIdMarker } = input;
  const max = pageSize(input.MaxUploads, 'max-uploads');
  const bucket = await bucketMeant(call, input);
  // Without a key marker the upload id marker is ignored (S3 API reference).
  const after: UploadPosition | null = KeyMarker
    ? { key: Buffer.from(KeyMarker), uploadId: UploadIdMarker || null }
    : null;
  const prefix = Buffer.from(input.Prefix ?? '');
  const delimiter = Buffer.from(input.Delimiter ?? '');
  const scope = { bucketId: bucket.id, prefix, after };
  const page = await listPage<UploadRow>({ prefix, delimiter, after: after?.key ?? null, max }, (from, limit) =>
    call.service.listings.uploads(scope, from, limit),
  );
  const encode = encoderOf(input);
  return {
    Bucket: bucket.name,
    ...listingHead(input, page.commonPrefixes),
    KeyMarker: encode(KeyMarker ?? ''),
    UploadIdMarker: UploadIdMarker ?? '',
    MaxUploads: max,
    IsTruncated: page.isTruncated,
    ...(page.isTruncated ? nextMarkers(page, encode) : {}),
    Uploads: page.rows.map((row) => listedUpload(row, encode)),
  };
});

function listedUpload(row: UploadRow, encode: Encoder) {
  return {
    UploadId: row.uploadId,
    Key: encode(keyText(row.key)),
    Initiated: new Date(row.initiatedAt),
    StorageClass: row.storageClass as 'STANDARD',
    Owner: ownerOf(row.owner),
    Initiator: ownerOf(row.owner),
    ...(row.checksumAlgorithm === null
      ? {}
      : { ChecksumAlgorithm: row.checksumAlgorithm as 'CRC32', ChecksumType: row.checksumType as 'COMPOSITE' }),
  };
}

function nextMarkers({ last }: Listed<UploadRow>, encode: Encoder) {
  if (!last) return {};
  if ('commonPrefix' in last) return { NextKeyMarker: encode(keyText(last.commonPrefix)), NextUploadIdMarker: '' };
  return { NextKeyMarker: encode(keyText(last.row.key)), NextUploadIdMarker: last.row.uploadId };
}
