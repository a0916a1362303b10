import { principalNamed } from '../principals.ts';
import { untag } from '../tagging.ts';
import { operation } from '../operation.ts';

export const UntagUser = operation('UntagUser', (call, input) =>
  untag(call, (rows) => principalNamed(rows, 'user', input.UserName!), input.TagKeys!),
);
