import { putInlinePolicy } from '../inline-policies.ts';
import { operation } from '../operation.ts';

export const PutUserPolicy = operation('PutUserPolicy', (call, input) =>
  putInlinePolicy(call, { kind: 'user', name: input.UserName!, policyName: input.PolicyName! }, input.PolicyDocument!),
);
