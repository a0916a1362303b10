import { notConfigured } from '../errors.ts';
import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

export const GetBucketPolicy = operation('GetBucketPolicy', async (call, input) => {
  const { id, name } = await bucketMeant(call, input);
  const configured = await call.service.buckets.configuration<string>(id, 'policy');
  if (configured === null) throw notConfigured('NoSuchBucketPolicy', name);
  return { Policy: configured };
});
