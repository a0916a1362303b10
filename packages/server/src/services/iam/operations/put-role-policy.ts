import { putInlinePolicy } from '../inline-policies.ts';
import { operation } from '../operation.ts';

export const PutRolePolicy = operation('PutRolePolicy', (call, input) =>
  putInlinePolicy(call, { kind: 'role', name: input.RoleName!, policyName: input.PolicyName! }, input.PolicyDocument!),
);
