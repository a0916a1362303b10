import { operation } from '../operation.ts';
import { principalNamed, refuseUnknownPrincipals } from '../principals.ts';
import { checkTrustPolicy } from '../rules/trust-policy.ts';

export const UpdateAssumeRolePolicy = operation('UpdateAssumeRolePolicy', async (call, input) => {
  const trustPolicy = input.PolicyDocument!;
  const principals = checkTrustPolicy(trustPolicy);
  await call.service.store.write(call.account, async (rows) => {
    const role = await principalNamed(rows, 'role', input.RoleName!);
    await refuseUnknownPrincipals(rows, call.account, principals);
    await rows.updatePrincipal(role.id, { trustPolicy });
  });
  return {};
});
