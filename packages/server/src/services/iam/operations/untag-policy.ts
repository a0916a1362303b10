import { ownPolicyOf } from '../policies.ts';
import { untag } from '../tagging.ts';
import { operation } from '../operation.ts';

export const UntagPolicy = operation('UntagPolicy', (call, input) =>
  untag(call, (rows) => ownPolicyOf(rows, input.PolicyArn!), input.TagKeys!),
);
