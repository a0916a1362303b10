import { notConfigured } from '../errors.ts';
import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

/** There is none: PutBucketLifecycleConfiguration is not implemented. */
export const GetBucketLifecycleConfiguration = operation('GetBucketLifecycleConfiguration', async (call, input) => {
  const { name } = await bucketMeant(call, input);
  throw notConfigured('NoSuchLifecycleConfiguration', name);
});
