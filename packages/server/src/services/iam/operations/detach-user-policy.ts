import { detachPolicy } from '../attachments.ts';
import { operation } from '../operation.ts';

export const DetachUserPolicy = operation('DetachUserPolicy', (call, input) =>
  detachPolicy(call, 'user', input.UserName!, input.PolicyArn!),
);
