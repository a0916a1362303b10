import { listInlinePolicies } from '../inline-policies.ts';
import { operation } from '../operation.ts';

export const ListRolePolicies = operation('ListRolePolicies', (call, input) =>
  listInlinePolicies(call, 'role', input.RoleName!, input),
);
