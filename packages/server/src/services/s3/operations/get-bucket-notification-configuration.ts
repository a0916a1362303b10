import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

/** Notifies nobody: PutBucketNotificationConfiguration refuses all but an empty configuration. */
export const GetBucketNotificationConfiguration = operation(
  'GetBucketNotificationConfiguration',
  async (call, input) => {
    await bucketMeant(call, input);
    return {};
  },
);
