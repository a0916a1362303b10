import type { Tag } from '@aws-sdk/client-s3';
import { notConfigured } from '../errors.ts';
import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

export const GetBucketTagging = operation('GetBucketTagging', async (call, input) => {
  const { id, name } = await bucketMeant(call, input);
  const configured = await call.service.buckets.configuration<Tag[]>(id, 'tagging');
  if (configured === null) throw notConfigured('NoSuchTagSet', name);
  return { TagSet: configured };
});
