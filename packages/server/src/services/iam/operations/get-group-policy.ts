import { getInlinePolicy } from '../inline-policies.ts';
import { operation } from '../operation.ts';

export const GetGroupPolicy = operation('GetGroupPolicy', async (call, input) => {
  const { principalName, ...policy } = await getInlinePolicy(call, {
    kind: 'group',
    name: input.GroupName!,
    policyName: input.PolicyName!,
  });
  return { GroupName: principalName, ...policy };
});
