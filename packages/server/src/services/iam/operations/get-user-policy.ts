import { getInlinePolicy } from '../inline-policies.ts';
import { operation } from '../operation.ts';

export const GetUserPolicy = operation('GetUserPolicy', async (call, input) => {
  const { principalName, ...policy } = await getInlinePolicy(call, {
    kind: 'user',
    name: input.UserName!,
    policyName: input.PolicyName!,
  });
  return { UserName: principalName, ...policy };
});
