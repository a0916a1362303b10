import { malformedXml } from '../errors.ts';
import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';

/** Decides how ACLs are refused (rules/acls.ts); objects belong to the bucket's owner. */
export const PutBucketOwnershipControls = operation('PutBucketOwnershipControls', async (call, input) => {
  const { id } = await bucketMeant(call, input);
  const rules = input.OwnershipControls?.Rules ?? [];
  if (rules.length !== 1 || rules[0]!.ObjectOwnership === undefined) throw malformedXml();
  await call.service.buckets.configure(id, 'ownership', rules[0]!.ObjectOwnership);
  return {};
});
