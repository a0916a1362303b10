import { listAttachedPolicies } from '../attachments.ts';
import { operation } from '../operation.ts';

export const ListAttachedGroupPolicies = operation('ListAttachedGroupPolicies', (call, input) =>
  listAttachedPolicies(call, 'group', input.GroupName!, input),
);
