import { operation } from '../operation.ts';
import { ownPolicyOf, ownVersionOf } from '../policies.ts';

export const SetDefaultPolicyVersion = operation('SetDefaultPolicyVersion', async (call, input) => {
  const updatedAt = call.host.clock.now();
  await call.service.store.write(call.account, async (rows) => {
    const policy = await ownPolicyOf(rows, input.PolicyArn!);
    const { version } = await ownVersionOf(rows, policy, input.VersionId!);
    await rows.updatePolicy(policy.id, { defaultVersion: version, updatedAt });
  });
  return {};
});
