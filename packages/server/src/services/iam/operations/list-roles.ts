import { operation } from '../operation.ts';
import { roleOutput } from '../outputs.ts';
import { pageOf } from '../rules/paging.ts';

export const ListRoles = operation('ListRoles', async (call, input) => {
  const roles = await call.service.store.read(call.account, (rows) => rows.principals('role'));
  const wanted = roles.filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
  const { items, more } = pageOf(wanted, ({ nameKey }) => nameKey, input);
  return { Roles: items.map(roleOutput), ...more };
});
