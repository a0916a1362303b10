import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

/** Never accelerated: PutBucketAccelerateConfiguration is not implemented. */
export const GetBucketAccelerateConfiguration = operation('GetBucketAccelerateConfiguration', async (call, input) => {
  await bucketMeant(call, input);
  return {};
});
