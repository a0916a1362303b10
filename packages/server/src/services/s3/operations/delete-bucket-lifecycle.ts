import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

/** There is no lifecycle configuration to delete; on AWS too, deleting what is not there succeeds. */
export const DeleteBucketLifecycle = operation('DeleteBucketLifecycle', async (call, input) => {
  await bucketMeant(call, input);
  return {};
});
