import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

/** There is no replication configuration to delete; on AWS too, deleting what is not there succeeds. */
export const DeleteBucketReplication = operation('DeleteBucketReplication', async (call, input) => {
  await bucketMeant(call, input);
  return {};
});
