import { isSystemTag } from '../../system-tags.ts';
import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';
import type { Tag } from '../rules/tags.ts';

/** What AWS has tagged stays tagged. */
export const DeleteBucketTagging = operation('DeleteBucketTagging', async (call, input) => {
  const { id } = await bucketMeant(call, input);
  const { buckets } = call.service;
  const tags = (await buckets.configuration<Tag[]>(id, 'tagging')) ?? [];
  const kept = tags.filter(({ Key }) => isSystemTag(Key));
  if (kept.length > 0) await buckets.configure(id, 'tagging', kept);
  else await buckets.unconfigure(id, 'tagging');
  return {};
});
