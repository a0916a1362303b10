import type { PublicAccessBlockConfiguration } from '@aws-sdk/client-s3';
import { notConfigured } from '../errors.ts';
import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

export const GetPublicAccessBlock = operation('GetPublicAccessBlock', async (call, input) => {
  const { id, name } = await bucketMeant(call, input);
  const configured = await call.service.buckets.configuration<PublicAccessBlockConfiguration>(id, 'publicAccessBlock');
  if (configured === null) throw notConfigured('NoSuchPublicAccessBlockConfiguration', name);
  return { PublicAccessBlockConfiguration: configured };
});
