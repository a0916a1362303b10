import { bucketMeant, ownershipOf } from '../lookup.ts';
import { operation } from '../operation.ts';
import { checkAcl } from '../rules/acls.ts';

/** Takes what a bucket has anyway, and refuses the rest. */
export const PutBucketAcl = operation('PutBucketAcl', async (call, input) => {
  const bucket = await bucketMeant(call, input);
  checkAcl(input, await ownershipOf(call, bucket), bucket.account);
  return {};
});
