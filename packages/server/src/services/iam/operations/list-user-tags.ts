import { principalNamed } from '../principals.ts';
import { listTags } from '../tagging.ts';
import { operation } from '../operation.ts';

export const ListUserTags = operation('ListUserTags', (call, input) =>
  listTags(call, (rows) => principalNamed(rows, 'user', input.UserName!), input),
);
