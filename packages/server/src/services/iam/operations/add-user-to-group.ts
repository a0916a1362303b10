import { limitExceeded } from '../errors.ts';
import { operation } from '../operation.ts';
import { principalNamed } from '../principals.ts';
import { MAX_GROUPS_PER_USER } from '../rules/limits.ts';

export const AddUserToGroup = operation('AddUserToGroup', async (call, input) => {
  await call.service.store.write(call.account, async (rows) => {
    const group = await principalNamed(rows, 'group', input.GroupName!);
    const user = await principalNamed(rows, 'user', input.UserName!);
    const groups = await rows.members({ userId: user.id });
    if (groups.length >= MAX_GROUPS_PER_USER && !groups.some(({ id }) => id === group.id)) {
      throw limitExceeded(`Cannot exceed quota for GroupsPerUser: ${MAX_GROUPS_PER_USER}`);
    }
    await rows.addMember(group.id, user.id);
  });
  return {};
});
