import { bucketMeant, uploadMeant } from '../lookup.ts';
import { CUSTOMER_KEY_MEMBERS } from '../objects/encryption.ts';
import { operation } from '../operation.ts';
import { quoted } from '../rules/etags.ts';
import { ownerOf } from '../rules/owners.ts';
import { pageSize } from '../rules/page-tokens.ts';

export const ListParts = operation(
  'ListParts',
  async (call, input) => {
    const { PartNumberMarker = '0' } = input;
    const max = pageSize(input.MaxParts, 'max-parts');
    const bucket = await bucketMeant(call, input);
    const upload = await uploadMeant(call, bucket, input.Key!, input.UploadId!);
    const rows = await call.service.uploads.parts(upload.dataId, Number(PartNumberMarker) || 0, max + 1);
    const page = rows.slice(0, max);
    const { checksumAlgorithm: algorithm, checksumType: type } = upload;
    return {
      Bucket: bucket.name,
      Key: input.Key!,
      UploadId: upload.uploadId,
      PartNumberMarker,
      NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
      MaxParts: max,
      IsTruncated: rows.length > page.length,
      Parts: page.map((part) => ({
        PartNumber: part.number,
        LastModified: new Date(part.modifiedAt),
        ETag: quoted(part.etag),
        Size: part.size,
        ...(algorithm === null ? {} : { [`Checksum${algorithm}`]: part.checksum ?? undefined }),
      })),
      Initiator: ownerOf(upload.owner),
      Owner: ownerOf(upload.owner),
      StorageClass: upload.storageClass as 'STANDARD',
      ...(algorithm === null ? {} : { ChecksumAlgorithm: algorithm as 'CRC32', ChecksumType: type as 'COMPOSITE' }),
    };
  },
  { refuses: [...CUSTOMER_KEY_MEMBERS] },
);
