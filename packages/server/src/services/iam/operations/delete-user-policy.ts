import { deleteInlinePolicy } from '../inline-policies.ts';
import { operation } from '../operation.ts';

export const DeleteUserPolicy = operation('DeleteUserPolicy', (call, input) =>
  deleteInlinePolicy(call, { kind: 'user', name: input.UserName!, policyName: input.PolicyName! }),
);
