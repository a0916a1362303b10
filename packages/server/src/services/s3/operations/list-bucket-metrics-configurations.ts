import { invalidArgument } from '../errors.ts';
import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

/** There are none: the operation that puts one is not implemented. */
export const ListBucketMetricsConfigurations = operation('ListBucketMetricsConfigurations', async (call, input) => {
  await bucketMeant(call, input);
  if (input.ContinuationToken !== undefined)
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token');
  return { IsTruncated: false };
});
