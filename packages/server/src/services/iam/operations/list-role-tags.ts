import { principalNamed } from '../principals.ts';
import { listTags } from '../tagging.ts';
import { operation } from '../operation.ts';

export const ListRoleTags = operation('ListRoleTags', (call, input) =>
  listTags(call, (rows) => principalNamed(rows, 'role', input.RoleName!), input),
);
