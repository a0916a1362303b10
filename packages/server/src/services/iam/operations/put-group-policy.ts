import { putInlinePolicy } from '../inline-policies.ts';
import { operation } from '../operation.ts';

export const PutGroupPolicy = operation('PutGroupPolicy', (call, input) =>
  putInlinePolicy(
    call,
    { kind: 'group', name: input.GroupName!, policyName: input.PolicyName! },
    input.PolicyDocument!,
  ),
);
