import { archived, entityTooLarge, noSuchKey } from '../errors.ts';
import { bucketMeant, uploadMeant, versionOf } from '../lookup.ts';
import { copyPartBytes, copySource } from '../objects/copy.ts';
import { COPY_SOURCE_KEY_MEMBERS, CUSTOMER_KEY_MEMBERS, DEFAULT_ENCRYPTION } from '../objects/encryption.ts';
import { algorithmOf, checkPartNumber, storePart } from '../objects/part.ts';
import { operation } from '../operation.ts';
import { checksumMembers } from '../rules/checksums.ts';
import { parseCopyRange } from '../rules/copy-source.ts';
import { quoted } from '../rules/etags.ts';
import { MAX_PUT_BYTES } from '../rules/limits.ts';

export const UploadPartCopy = operation(
  'UploadPartCopy',
  async (call, input) => {
    const number = checkPartNumber(input.PartNumber);
    const bucket = await bucketMeant(call, input);
    const upload = await uploadMeant(call, bucket, input.Key!, input.UploadId!);
    const source = await copySource(call, input);
    const { version } = source;
    if (version.storageClass === 'GLACIER' || version.storageClass === 'DEEP_ARCHIVE')
      throw archived(version.storageClass);
    const range = input.CopySourceRange === undefined ? null : parseCopyRange(input.CopySourceRange, version.size);
    const size = range ? range.end - range.start + 1 : version.size;
    if (size > MAX_PUT_BYTES) throw entityTooLarge(size, MAX_PUT_BYTES);
    const received = await copyPartBytes(call, version, range, algorithmOf(upload));
    if (!received) throw noSuchKey(input.CopySource!);
    const { modifiedAt } = await storePart(call, upload, number, received);
    const checksum =
      upload.checksumAlgorithm === null
        ? null
        : ({ algorithm: received.algorithm, type: 'FULL_OBJECT', value: received.checksum } as const);
    return {
      CopyPartResult: {
        ETag: quoted(received.etag),
        LastModified: new Date(modifiedAt),
        ...checksumMembers(checksum),
        ChecksumType: undefined,
      },
      ServerSideEncryption: DEFAULT_ENCRYPTION as 'AES256',
      ...(source.bucket.versioning === '' ? {} : { CopySourceVersionId: versionOf(source.bucket, version).VersionId }),
    };
  },
  { refuses: [...CUSTOMER_KEY_MEMBERS, ...COPY_SOURCE_KEY_MEMBERS] },
);
