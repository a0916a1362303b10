import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

export const DeleteBucketEncryption = operation('DeleteBucketEncryption', async (call, input) => {
  const { id } = await bucketMeant(call, input);
  await call.service.buckets.unconfigure(id, 'encryption');
  return {};
});
