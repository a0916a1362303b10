import { notConfigured } from '../errors.ts';
import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

/** There is none: PutBucketReplication is not implemented. */
export const GetBucketReplication = operation('GetBucketReplication', async (call, input) => {
  const { name } = await bucketMeant(call, input);
  throw notConfigured('ReplicationConfigurationNotFoundError', name);
});
