import { notImplemented } from '../../../kernel/errors.ts';
import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

/** An empty configuration is what there is; `SkipDestinationValidation` has nothing to skip in it. */
export const PutBucketNotificationConfiguration = operation(
  'PutBucketNotificationConfiguration',
  async (call, input) => {
    await bucketMeant(call, input);
    const configured = Object.entries(input.NotificationConfiguration ?? {}).filter(
      ([, value]) => !Array.isArray(value) || value.length > 0,
    );
    if (configured.length > 0)
      throw notImplemented(`S3's notifications (${configured.map(([name]) => name).join(', ')})`);
    return {};
  },
);
