import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

/** `BlockPublicPolicy` acts at PutBucketPolicy; ACLs that the others block or ignore are refused in any case. */
export const PutPublicAccessBlock = operation('PutPublicAccessBlock', async (call, input) => {
  const { id } = await bucketMeant(call, input);
  const {
    BlockPublicAcls = false,
    IgnorePublicAcls = false,
    BlockPublicPolicy = false,
    RestrictPublicBuckets = false,
  } = input.PublicAccessBlockConfiguration ?? {};
  await call.service.buckets.configure(id, 'publicAccessBlock', {
    BlockPublicAcls,
    IgnorePublicAcls,
    BlockPublicPolicy,
    RestrictPublicBuckets,
  });
  return {};
});
