import { archived, noSuchKey } from '../errors.ts';
import { objectMeant } from '../lookup.ts';
import { checkReadConditions, describe, extentOf } from '../objects/answers.ts';
import { CUSTOMER_KEY_MEMBERS } from '../objects/encryption.ts';
import { openData } from '../objects/outgoing.ts';
import { operation } from '../operation.ts';

/** An object may be replaced, and its bytes removed, between reading its row and opening them. */
const MAX_ATTEMPTS = 5;

export const GetObject = operation(
  'GetObject',
  async (call, input) => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const { bucket, version } = await objectMeant(call, input);
      if (isArchived(version.storageClass)) throw archived(version.storageClass);
      checkReadConditions(input, version);
      const extent = await extentOf(call, input, version);
      const data = await openData(call, version, extent.range);
      if (data) return { ...describe(bucket, version, input, extent), Body: data as never };
    }
    throw noSuchKey(input.Key!);
  },
  { refuses: [...CUSTOMER_KEY_MEMBERS] },
);

/** RestoreObject is not implemented: what is put there stays there, as on AWS until it is restored. */
function isArchived(storageClass: string): boolean {
  return storageClass === 'GLACIER' || storageClass === 'DEEP_ARCHIVE';
}
