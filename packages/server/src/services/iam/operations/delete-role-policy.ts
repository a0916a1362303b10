import { deleteInlinePolicy } from '../inline-policies.ts';
import { operation } from '../operation.ts';

export const DeleteRolePolicy = operation('DeleteRolePolicy', (call, input) =>
  deleteInlinePolicy(call, { kind: 'role', name: input.RoleName!, policyName: input.PolicyName! }),
);
