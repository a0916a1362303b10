import { operation } from '../operation.ts';
import { pageOf } from '../rules/paging.ts';

export const ListAccountAliases = operation('ListAccountAliases', async (call, input) => {
  const alias = await call.service.store.read(call.account, (rows) => rows.alias());
  const { items, more } = pageOf(alias === undefined ? [] : [alias], (name) => name, input);
  return { AccountAliases: items, ...more };
});
