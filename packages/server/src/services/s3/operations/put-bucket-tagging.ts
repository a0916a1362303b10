import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';
import { checkTags } from '../rules/tags.ts';

export const PutBucketTagging = operation('PutBucketTagging', async (call, input) => {
  const { id } = await bucketMeant(call, input);
  await call.service.buckets.configure(id, 'tagging', checkTags(input.Tagging?.TagSet ?? [], 'bucket'));
  return {};
});
