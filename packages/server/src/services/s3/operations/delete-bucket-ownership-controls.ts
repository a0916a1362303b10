import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

export const DeleteBucketOwnershipControls = operation('DeleteBucketOwnershipControls', async (call, input) => {
  const { id } = await bucketMeant(call, input);
  await call.service.buckets.unconfigure(id, 'ownership');
  return {};
});
