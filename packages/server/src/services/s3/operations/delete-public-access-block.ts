import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

export const DeletePublicAccessBlock = operation('DeletePublicAccessBlock', async (call, input) => {
  const { id } = await bucketMeant(call, input);
  await call.service.buckets.unconfigure(id, 'publicAccessBlock');
  return {};
});
