import type { ObjectOwnership } from '@aws-sdk/client-s3';
import { notConfigured } from '../errors.ts';
import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

export const GetBucketOwnershipControls = operation('GetBucketOwnershipControls', async (call, input) => {
  const { id, name } = await bucketMeant(call, input);
  const configured = await call.service.buckets.configuration<ObjectOwnership>(id, 'ownership');
  if (configured === null) throw notConfigured('OwnershipControlsNotFoundError', name);
  return { OwnershipControls: { Rules: [{ ObjectOwnership: configured }] } };
});
