import { listInlinePolicies } from '../inline-policies.ts';
import { operation } from '../operation.ts';

export const ListUserPolicies = operation('ListUserPolicies', (call, input) =>
  listInlinePolicies(call, 'user', input.UserName!, input),
);
