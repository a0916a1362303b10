import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

/** There is no website configuration to delete; on AWS too, deleting what is not there succeeds. */
export const DeleteBucketWebsite = operation('DeleteBucketWebsite', async (call, input) => {
  await bucketMeant(call, input);
  return {};
});
