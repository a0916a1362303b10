import { attachPolicy } from '../attachments.ts';
import { operation } from '../operation.ts';

export const AttachUserPolicy = operation('AttachUserPolicy', (call, input) =>
  attachPolicy(call, 'user', input.UserName!, input.PolicyArn!),
);
