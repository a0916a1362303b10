import { attachPolicy } from '../attachments.ts';
import { operation } from '../operation.ts';

export const AttachRolePolicy = operation('AttachRolePolicy', (call, input) =>
  attachPolicy(call, 'role', input.RoleName!, input.PolicyArn!),
);
