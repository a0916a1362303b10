import { invalidRequest } from '../errors.ts';
import { bucketMeant } from '../lookup.ts';
import { CUSTOMER_KEY_MEMBERS, DEFAULT_ENCRYPTION, KMS_MEMBERS, OBJECT_LOCK_MEMBERS } from '../objects/encryption.ts';
import { propertiesOf } from '../objects/properties.ts';
import { operation } from '../operation.ts';
import { asAlgorithm, checkType, defaultType } from '../rules/checksums.ts';
import { newUploadId } from '../rules/version-ids.ts';
import { randomId } from '../store/random-id.ts';

export const CreateMultipartUpload = operation(
  'CreateMultipartUpload',
  async (call, input) => {
    const bucket = await bucketMeant(call, input);
    const properties = await propertiesOf(call, bucket, input);
    if (input.ChecksumType !== undefined && input.ChecksumAlgorithm === undefined)
      throw invalidRequest('The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.');
    const checksum =
      input.ChecksumAlgorithm === undefined ? null : checksumOf(input.ChecksumAlgorithm, input.ChecksumType);
    const initiatedAt = call.host.clock.now();
    const uploadId = newUploadId(initiatedAt);
    const { algorithm = null, type = null } = checksum ?? {};
    await call.service.uploads.create({
      ...properties,
      uploadId,
      bucketId: bucket.id,
      dataId: randomId(),
      initiatedAt,
      checksumAlgorithm: algorithm,
      checksumType: type,
    });
    return {
      Bucket: bucket.name,
      Key: input.Key!,
      UploadId: uploadId,
      ServerSideEncryption: DEFAULT_ENCRYPTION as 'AES256',
      ...(checksum ? { ChecksumAlgorithm: checksum.algorithm, ChecksumType: checksum.type } : {}),
    };
  },
  { refuses: [...CUSTOMER_KEY_MEMBERS, ...KMS_MEMBERS, ...OBJECT_LOCK_MEMBERS] },
);

function checksumOf(name: string, asked: 'COMPOSITE' | 'FULL_OBJECT' | undefined) {
  const algorithm = asAlgorithm(name);
  const type = asked ?? defaultType(algorithm);
  checkType(algorithm, type);
  return { algorithm, type };
}
