import { ownPolicyOf } from '../policies.ts';
import { tag } from '../tagging.ts';
import { operation } from '../operation.ts';

export const TagPolicy = operation('TagPolicy', (call, input) =>
  tag(call, (rows) => ownPolicyOf(rows, input.PolicyArn!), input.Tags),
);
