import type { CompleteMultipartUploadCommandInput } from '@aws-sdk/client-s3';
import { checksumTypeMismatch, invalidRequest, noSuchUpload } from '../errors.ts';
import { bucketMeant, nowInSeconds, type S3Call } from '../lookup.ts';
import { checksumOf } from '../objects/answers.ts';
import { CUSTOMER_KEY_MEMBERS, DEFAULT_ENCRYPTION } from '../objects/encryption.ts';
import { algorithmOf } from '../objects/part.ts';
import { guardOf } from '../objects/put.ts';
import { operation } from '../operation.ts';
import {
  type ChecksumType,
  checkStatedValue,
  checksumMembers,
  defaultType,
  objectChecksum,
  statedChecksum,
  type StoredChecksum,
  UNSUPPORTED_CHECKSUMS,
  wrongChecksum,
} from '../rules/checksums.ts';
import { selectParts } from '../rules/completion.ts';
import { multipartEtag, quoted } from '../rules/etags.ts';
import { keyBytes, urlEncoded } from '../rules/keys.ts';
import type { Written } from '../store/versions.ts';
import type { Placement } from '../store/uploads.ts';
import type { BucketRow, PartRow, UploadRow } from '../store/tables.ts';

export const CompleteMultipartUpload = operation(
  'CompleteMultipartUpload',
  async (call, input) => {
    const bucket = await bucketMeant(call, input);
    const key = keyBytes(input.Key!);
    const uploadId = input.UploadId!;
    const upload = await call.service.uploads.find(bucket.id, key, uploadId);
    const done = upload
      ? await complete(call, bucket, upload, input)
      : await completedBefore(call, bucket, key, uploadId);
    return {
      Location: `${call.host.endpoint()}/${bucket.name}/${urlEncoded(input.Key!)}`,
      Bucket: bucket.name,
      Key: input.Key!,
      ETag: quoted(done.etag),
      ServerSideEncryption: DEFAULT_ENCRYPTION as 'AES256',
      ...checksumMembers(done.checksum),
      ...(done.versionId === undefined ? {} : { VersionId: done.versionId }),
    };
  },
  { refuses: [...CUSTOMER_KEY_MEMBERS, ...UNSUPPORTED_CHECKSUMS] },
);

interface Completed extends Written {
  readonly etag: string;
  readonly checksum: StoredChecksum | null;
}

async function complete(
  call: S3Call,
  bucket: BucketRow,
  upload: UploadRow,
  input: CompleteMultipartUploadCommandInput,
): Promise<Completed> {
  const guard = await guardOf(call, bucket, input, upload.key);
  const { uploadId, checksumAlgorithm, checksumType } = upload;
  const algorithm = algorithmOf(upload);
  const type = (checksumType as ChecksumType | null) ?? defaultType(algorithm);
  if (input.ChecksumType !== undefined && input.ChecksumType !== type) {
    throw invalidRequest(
      `The upload was created using the ${type} checksum mode. The complete request must use the same checksum mode.`,
    );
  }
  const uploaded = await call.service.uploads.parts(upload.dataId);
  const parts = selectParts(input.MultipartUpload?.Parts ?? [], uploaded, {
    uploadId,
    checksum: checksumAlgorithm === null ? null : { algorithm, type },
  });
  const placements = placementsOf(parts);
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (input.MpuObjectSize !== undefined && input.MpuObjectSize !== size) {
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${input.MpuObjectSize} does not match what was computed: ${size}`,
    );
  }
  const checksum = objectChecksum(
    algorithm,
    type,
    parts.map((part) => ({ value: part.checksum!, size: part.size })),
  );
  checkStated(input, checksum);
  const etag = multipartEtag(parts.map((part) => part.etag));
  const version = {
    key: upload.key,
    owner: upload.owner,
    storageClass: upload.storageClass,
    headers: upload.headers,
    tags: upload.tags,
    modifiedAt: nowInSeconds(call),
    size,
    etag,
    checksumAlgorithm: algorithm,
    checksumType: type,
    checksumValue: checksum.value,
    sha256: null,
    data: null,
    dataId: upload.dataId,
    partsCount: parts.length,
    uploadId,
  };
  return { ...(await call.service.uploads.complete(bucket, upload, placements, version, guard)), etag, checksum };
}

/** Completing again what is complete succeeds with the same answer (S3 API reference, CompleteMultipartUpload). */
async function completedBefore(call: S3Call, bucket: BucketRow, key: Uint8Array, uploadId: string): Promise<Completed> {
  const version = await call.service.uploads.completed(bucket.id, key, uploadId);
  if (!version) throw noSuchUpload(uploadId);
  return {
    etag: version.etag,
    checksum: checksumOf(version),
    ...(bucket.versioning === '' ? {} : { versionId: version.versionId }),
  };
}

function placementsOf(parts: readonly PartRow[]): Placement[] {
  let start = 0;
  return parts.map(({ number, size }, index) => {
    const placement = { number, position: index + 1, start };
    start += size;
    return placement;
  });
}

/** Of the whole object, as the client computed it. Throws BadDigest. */
function checkStated(input: CompleteMultipartUploadCommandInput, checksum: StoredChecksum): void {
  const stated = statedChecksum(input);
  if (!stated) return;
  if (stated.algorithm !== checksum.algorithm) throw checksumTypeMismatch(checksum.algorithm, stated.algorithm);
  if (checksum.type === 'FULL_OBJECT') checkStatedValue(stated.algorithm, stated.value);
  if (stated.value !== checksum.value && stated.value !== checksum.value.replace(/-\d+$/, ''))
    throw wrongChecksum(stated.algorithm);
}
