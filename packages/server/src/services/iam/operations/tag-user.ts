import { principalNamed } from '../principals.ts';
import { tag } from '../tagging.ts';
import { operation } from '../operation.ts';

export const TagUser = operation('TagUser', (call, input) =>
  tag(call, (rows) => principalNamed(rows, 'user', input.UserName!), input.Tags),
);
