import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

/** A bucket that never had versioning says nothing. */
export const GetBucketVersioning = operation('GetBucketVersioning', async (call, input) => {
  const { versioning } = await bucketMeant(call, input);
  return versioning === '' ? {} : { Status: versioning };
});
