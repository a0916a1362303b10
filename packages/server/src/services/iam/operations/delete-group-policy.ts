import { deleteInlinePolicy } from '../inline-policies.ts';
import { operation } from '../operation.ts';

export const DeleteGroupPolicy = operation('DeleteGroupPolicy', (call, input) =>
  deleteInlinePolicy(call, { kind: 'group', name: input.GroupName!, policyName: input.PolicyName! }),
);
