import { notConfigured } from '../errors.ts';
import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

/** There is none: PutBucketWebsite is not implemented. */
export const GetBucketWebsite = operation('GetBucketWebsite', async (call, input) => {
  const { name } = await bucketMeant(call, input);
  throw notConfigured('NoSuchWebsiteConfiguration', name);
});
