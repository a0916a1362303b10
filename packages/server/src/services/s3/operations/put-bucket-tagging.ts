import { maySetSystemTags } from '../../system-tags.ts';
import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';
import { checkTags, replaceBucketTags, type Tag } from '../rules/tags.ts';

export const PutBucketTagging = operation('PutBucketTagging', async (call, input) => {
  const { id } = await bucketMeant(call, input);
  const { buckets } = call.service;
  const given = input.Tagging?.TagSet ?? [];
  const tags = maySetSystemTags(call.principal)
    ? checkTags(given, 'bucket', () => true)
    : replaceBucketTags((await buckets.configuration<Tag[]>(id, 'tagging')) ?? [], given);
  await buckets.configure(id, 'tagging', tags);
  return {};
});
