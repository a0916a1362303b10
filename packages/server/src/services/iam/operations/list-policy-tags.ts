import { ownPolicyOf } from '../policies.ts';
import { listTags } from '../tagging.ts';
import { operation } from '../operation.ts';

export const ListPolicyTags = operation('ListPolicyTags', (call, input) =>
  listTags(call, (rows) => ownPolicyOf(rows, input.PolicyArn!), input),
);
