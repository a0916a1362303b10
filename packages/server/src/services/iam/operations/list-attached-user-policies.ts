import { listAttachedPolicies } from '../attachments.ts';
import { operation } from '../operation.ts';

export const ListAttachedUserPolicies = operation('ListAttachedUserPolicies', (call, input) =>
  listAttachedPolicies(call, 'user', input.UserName!, input),
);
