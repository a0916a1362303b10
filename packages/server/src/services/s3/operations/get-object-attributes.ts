import type { GetObjectAttributesCommandInput } from '@aws-sdk/client-s3';
import { invalidArgument } from '../errors.ts';
import { bucketMeant, type S3Call, versionMeant, versionOf } from '../lookup.ts';
import { checksumOf } from '../objects/answers.ts';
import { CUSTOMER_KEY_MEMBERS } from '../objects/encryption.ts';
import { operation } from '../operation.ts';
import { checksumMembers } from '../rules/checksums.ts';
import { pageSize } from '../rules/page-tokens.ts';
import type { VersionRow } from '../store/tables.ts';

export const GetObjectAttributes = operation(
  'GetObjectAttributes',
  async (call, input) => {
    const bucket = await bucketMeant(call, input);
    const version = await versionMeant(call, bucket, input);
    const asked = new Set<string>(input.ObjectAttributes);
    if (asked.size === 0) throw invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes');
    const checksum = checksumOf(version);
    return {
      LastModified: new Date(version.modifiedAt),
      ...versionOf(bucket, version),
      ...(asked.has('ETag') ? { ETag: version.etag } : {}),
      // Of a composite checksum the number of parts is left out here.
      ...(asked.has('Checksum') && checksum
        ? { Checksum: checksumMembers({ ...checksum, value: checksum.value.replace(/-\d+$/, '') }) }
        : {}),
      ...(asked.has('ObjectParts') && version.dataId !== null
        ? { ObjectParts: await partsOf(call, version, version.dataId, input) }
        : {}),
      ...(asked.has('StorageClass') ? { StorageClass: version.storageClass as 'STANDARD' } : {}),
      ...(asked.has('ObjectSize') ? { ObjectSize: version.size } : {}),
    };
  },
  { refuses: [...CUSTOMER_KEY_MEMBERS] },
);

/** Parts are listed one by one only where each has a checksum that was asked for at its upload (S3 API reference). */
async function partsOf(
  call: S3Call,
  version: VersionRow,
  dataId: number,
  { MaxParts, PartNumberMarker = '0' }: GetObjectAttributesCommandInput,
) {
  const TotalPartsCount = version.partsCount ?? 0;
  const checksum = checksumOf(version);
  if (checksum?.type !== 'COMPOSITE') return { TotalPartsCount };
  const max = pageSize(MaxParts, 'max-parts');
  const rows = await call.service.objects.parts(dataId, Number(PartNumberMarker) || 0, max + 1);
  const page = rows.slice(0, max);
  return {
    TotalPartsCount,
    PartNumberMarker,
    NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
    MaxParts: max,
    IsTruncated: rows.length > page.length,
    Parts: page.map((part) => ({
      PartNumber: part.number,
      Size: part.size,
      [`Checksum${checksum.algorithm}`]: part.checksum ?? undefined,
    })),
  };
}
