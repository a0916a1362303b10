import { operation } from '../operation.ts';
import { groupOutput, userOutput } from '../outputs.ts';
import { principalNamed } from '../principals.ts';
import { pageOf } from '../rules/paging.ts';

export const GetGroup = operation('GetGroup', (call, input) =>
  call.service.store.read(call.account, async (rows) => {
    const group = await principalNamed(rows, 'group', input.GroupName!);
    const { items, more } = pageOf(await rows.members({ groupId: group.id }), ({ nameKey }) => nameKey, input);
    return { Group: groupOutput(group), Users: items.map(userOutput), ...more };
  }),
);
