import { bucketMeant, versionMeant, versionOf } from '../lookup.ts';
import { operation } from '../operation.ts';
import { ownerOf, privateGrants } from '../rules/owners.ts';

export const GetObjectAcl = operation('GetObjectAcl', async (call, input) => {
  const bucket = await bucketMeant(call, input);
  const version = await versionMeant(call, bucket, input);
  return { Owner: ownerOf(version.owner), Grants: privateGrants(version.owner), ...versionOf(bucket, version) };
});
