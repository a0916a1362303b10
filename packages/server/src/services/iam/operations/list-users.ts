import { operation } from '../operation.ts';
import { userOutput } from '../outputs.ts';
import { pageOf } from '../rules/paging.ts';

export const ListUsers = operation('ListUsers', async (call, input) => {
  const users = await call.service.store.read(call.account, (rows) => rows.principals('user'));
  const wanted = users.filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
  const { items, more } = pageOf(wanted, ({ nameKey }) => nameKey, input);
  return { Users: items.map(userOutput), ...more };
});
