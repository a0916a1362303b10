import { bucketMeant, ownershipOf, versionMeant } from '../lookup.ts';
import { operation } from '../operation.ts';
import { checkAcl } from '../rules/acls.ts';

/** Takes what an object has anyway, and refuses the rest. */
export const PutObjectAcl = operation('PutObjectAcl', async (call, input) => {
  const bucket = await bucketMeant(call, input);
  const { owner } = await versionMeant(call, bucket, input, 'PUT');
  checkAcl(input, await ownershipOf(call, bucket), owner);
  return {};
});
