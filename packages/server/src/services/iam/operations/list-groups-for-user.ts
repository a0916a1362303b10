import { operation } from '../operation.ts';
import { groupOutput } from '../outputs.ts';
import { principalNamed } from '../principals.ts';
import { pageOf } from '../rules/paging.ts';

export const ListGroupsForUser = operation('ListGroupsForUser', (call, input) =>
  call.service.store.read(call.account, async (rows) => {
    const user = await principalNamed(rows, 'user', input.UserName!);
    const { items, more } = pageOf(await rows.members({ userId: user.id }), ({ nameKey }) => nameKey, input);
    return { Groups: items.map(groupOutput), ...more };
  }),
);
