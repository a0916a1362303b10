import { detachPolicy } from '../attachments.ts';
import { operation } from '../operation.ts';

export const DetachRolePolicy = operation('DetachRolePolicy', (call, input) =>
  detachPolicy(call, 'role', input.RoleName!, input.PolicyArn!),
);
