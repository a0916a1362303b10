import { bucketMeant, versionMeant } from '../lookup.ts';
import { checkReadConditions, describe, extentOf } from '../objects/answers.ts';
import { CUSTOMER_KEY_MEMBERS } from '../objects/encryption.ts';
import { operation } from '../operation.ts';

export const HeadObject = operation(
  'HeadObject',
  async (call, input) => {
    const bucket = await bucketMeant(call, input);
    const version = await versionMeant(call, bucket, input, 'HEAD');
    checkReadConditions(input, version);
    return describe(bucket, version, input, await extentOf(call, input, version));
  },
  { refuses: [...CUSTOMER_KEY_MEMBERS] },
);
