import { operation } from '../operation.ts';
import { groupOutput } from '../outputs.ts';
import { pageOf } from '../rules/paging.ts';

export const ListGroups = operation('ListGroups', async (call, input) => {
  const groups = await call.service.store.read(call.account, (rows) => rows.principals('group'));
  const wanted = groups.filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
  const { items, more } = pageOf(wanted, ({ nameKey }) => nameKey, input);
  return { Groups: items.map(groupOutput), ...more };
});
