import { principalNamed } from '../principals.ts';
import { tag } from '../tagging.ts';
import { operation } from '../operation.ts';

export const TagRole = operation('TagRole', (call, input) =>
  tag(call, (rows) => principalNamed(rows, 'role', input.RoleName!), input.Tags),
);
