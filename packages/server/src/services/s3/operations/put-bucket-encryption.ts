import { notImplemented } from '../../../kernel/errors.ts';
import { malformedXml } from '../errors.ts';
import { bucketMeant } from '../lookup.ts';
import { checkEncryption } from '../objects/encryption.ts';
import { operation } from '../operation.ts';

/** AES256 is what every bucket has; `BucketKeyEnabled` matters for KMS alone and is answered as it was given. */
export const PutBucketEncryption = operation('PutBucketEncryption', async (call, input) => {
  const { id } = await bucketMeant(call, input);
  const rules = input.ServerSideEncryptionConfiguration?.Rules ?? [];
  const [rule] = rules;
  if (!rule || rules.length > 1) throw malformedXml();
  checkEncryption(rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm);
  if (rule.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID !== undefined)
    throw notImplemented("S3's encryption with KMSMasterKeyID");
  if (rule.BlockedEncryptionTypes?.EncryptionType?.some((type) => type !== 'SSE-C' && type !== 'NONE'))
    throw malformedXml();
  await call.service.buckets.configure(id, 'encryption', rules);
  return {};
});
