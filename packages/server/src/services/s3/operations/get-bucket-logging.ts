import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

/** Never logged: PutBucketLogging is not implemented. */
export const GetBucketLogging = operation('GetBucketLogging', async (call, input) => {
  await bucketMeant(call, input);
  return {};
});
