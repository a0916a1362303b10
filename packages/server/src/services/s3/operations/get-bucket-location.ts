import type { BucketLocationConstraint } from '@aws-sdk/client-s3';
import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

export const GetBucketLocation = operation('GetBucketLocation', async (call, input) => {
  const { location } = await bucketMeant(call, input);
  return location === '' ? {} : { LocationConstraint: location as BucketLocationConstraint };
});
