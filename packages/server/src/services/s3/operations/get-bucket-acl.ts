import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';
import { ownerOf, privateGrants } from '../rules/owners.ts';

export const GetBucketAcl = operation('GetBucketAcl', async (call, input) => {
  const { account } = await bucketMeant(call, input);
  return { Owner: ownerOf(account), Grants: privateGrants(account) };
});
