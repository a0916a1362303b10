import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

export const HeadBucket = operation('HeadBucket', async (call, input) => {
  const { name, region } = await bucketMeant(call, input);
  return { BucketRegion: region, BucketArn: `arn:aws:s3:::${name}`, AccessPointAlias: false };
});
