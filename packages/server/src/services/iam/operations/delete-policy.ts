import { deleteConflict } from '../errors.ts';
import { operation } from '../operation.ts';
import { ownPolicyOf } from '../policies.ts';

export const DeletePolicy = operation('DeletePolicy', async (call, input) => {
  await call.service.store.write(call.account, async (rows) => {
    const policy = await ownPolicyOf(rows, input.PolicyArn!);
    if ((await rows.attachedTo(policy.arn)).length > 0)
      throw deleteConflict('Cannot delete a policy attached to entities.');
    if ((await rows.policyVersions(policy.id)).length > 1) throw deleteConflict(MORE_VERSIONS);
    await rows.deletePolicy(policy.id);
  });
  return {};
});

const MORE_VERSIONS =
  "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. " +
  'The default version is deleted with the policy.';
