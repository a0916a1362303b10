import { deleteConflict } from '../errors.ts';
import { operation } from '../operation.ts';
import { ownPolicyOf, ownVersionOf } from '../policies.ts';

export const DeletePolicyVersion = operation('DeletePolicyVersion', async (call, input) => {
  const updatedAt = call.host.clock.now();
  await call.service.store.write(call.account, async (rows) => {
    const policy = await ownPolicyOf(rows, input.PolicyArn!);
    const { version } = await ownVersionOf(rows, policy, input.VersionId!);
    if (version === policy.defaultVersion) throw deleteConflict('Cannot delete the default version of a policy.');
    await rows.deletePolicyVersion(policy.id, version);
    await rows.updatePolicy(policy.id, { updatedAt });
  });
  return {};
});
