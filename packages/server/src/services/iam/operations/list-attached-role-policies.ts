import { listAttachedPolicies } from '../attachments.ts';
import { operation } from '../operation.ts';

export const ListAttachedRolePolicies = operation('ListAttachedRolePolicies', (call, input) =>
  listAttachedPolicies(call, 'role', input.RoleName!, input),
);
