import type { CORSRule } from '@aws-sdk/client-s3';
import { notConfigured } from '../errors.ts';
import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

export const GetBucketCors = operation('GetBucketCors', async (call, input) => {
  const { id, name } = await bucketMeant(call, input);
  const configured = await call.service.buckets.configuration<CORSRule[]>(id, 'cors');
  if (configured === null) throw notConfigured('NoSuchCORSConfiguration', name);
  return { CORSRules: configured };
});
