import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

/** The owner pays: PutBucketRequestPayment is not implemented. */
export const GetBucketRequestPayment = operation('GetBucketRequestPayment', async (call, input) => {
  await bucketMeant(call, input);
  return { Payer: 'BucketOwner' as const };
});
