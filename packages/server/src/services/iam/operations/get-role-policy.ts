import { getInlinePolicy } from '../inline-policies.ts';
import { operation } from '../operation.ts';

export const GetRolePolicy = operation('GetRolePolicy', async (call, input) => {
  const { principalName, ...policy } = await getInlinePolicy(call, {
    kind: 'role',
    name: input.RoleName!,
    policyName: input.PolicyName!,
  });
  return { RoleName: principalName, ...policy };
});
