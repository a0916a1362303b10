import { listInlinePolicies } from '../inline-policies.ts';
import { operation } from '../operation.ts';

export const ListGroupPolicies = operation('ListGroupPolicies', (call, input) =>
  listInlinePolicies(call, 'group', input.GroupName!, input),
);
