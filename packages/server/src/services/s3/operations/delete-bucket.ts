import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

export const DeleteBucket = operation('DeleteBucket', async (call, input) => {
  await call.service.buckets.delete(await bucketMeant(call, input));
  return {};
});
