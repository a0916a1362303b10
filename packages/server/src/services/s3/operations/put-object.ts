import { bucketMeant } from '../lookup.ts';
import { CUSTOMER_KEY_MEMBERS, KMS_MEMBERS, OBJECT_LOCK_MEMBERS } from '../objects/encryption.ts';
import { propertiesOf } from '../objects/properties.ts';
import { putBody } from '../objects/put.ts';
import { operation } from '../operation.ts';
import { UNSUPPORTED_CHECKSUMS } from '../rules/checksums.ts';

export const PutObject = operation(
  'PutObject',
  async (call, input) => {
    const bucket = await bucketMeant(call, input);
    return putBody(call, bucket, await propertiesOf(call, bucket, input), input, input);
  },
  {
    refuses: [
      ...CUSTOMER_KEY_MEMBERS,
      ...KMS_MEMBERS,
      ...OBJECT_LOCK_MEMBERS,
      ...UNSUPPORTED_CHECKSUMS,
      'WriteOffsetBytes',
    ],
  },
);
