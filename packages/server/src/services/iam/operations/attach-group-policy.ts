import { attachPolicy } from '../attachments.ts';
import { operation } from '../operation.ts';

export const AttachGroupPolicy = operation('AttachGroupPolicy', (call, input) =>
  attachPolicy(call, 'group', input.GroupName!, input.PolicyArn!),
);
