import type { ServerSideEncryptionRule } from '@aws-sdk/client-s3';
import { bucketMeant } from '../lookup.ts';
import { DEFAULT_ENCRYPTION } from '../objects/encryption.ts';
import { operation } from '../operation.ts';

/** What every bucket has since January 2023. */
const DEFAULT_RULE: ServerSideEncryptionRule = {
  ApplyServerSideEncryptionByDefault: { SSEAlgorithm: DEFAULT_ENCRYPTION },
  BucketKeyEnabled: false,
};

export const GetBucketEncryption = operation('GetBucketEncryption', async (call, input) => {
  const { id } = await bucketMeant(call, input);
  const rules = await call.service.buckets.configuration<ServerSideEncryptionRule[]>(id, 'encryption');
  return {
    ServerSideEncryptionConfiguration: {
      Rules: rules?.map((rule) => ({ ...DEFAULT_RULE, ...rule })) ?? [DEFAULT_RULE],
    },
  };
});
