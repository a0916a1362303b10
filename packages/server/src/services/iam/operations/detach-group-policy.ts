import { detachPolicy } from '../attachments.ts';
import { operation } from '../operation.ts';

export const DetachGroupPolicy = operation('DetachGroupPolicy', (call, input) =>
  detachPolicy(call, 'group', input.GroupName!, input.PolicyArn!),
);
