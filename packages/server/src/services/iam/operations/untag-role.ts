import { principalNamed } from '../principals.ts';
import { untag } from '../tagging.ts';
import { operation } from '../operation.ts';

export const UntagRole = operation('UntagRole', (call, input) =>
  untag(call, (rows) => principalNamed(rows, 'role', input.RoleName!), input.TagKeys!),
);
