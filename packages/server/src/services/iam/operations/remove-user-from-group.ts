import { operation } from '../operation.ts';
import { principalNamed } from '../principals.ts';

export const RemoveUserFromGroup = operation('RemoveUserFromGroup', async (call, input) => {
  await call.service.store.write(call.account, async (rows) => {
    const group = await principalNamed(rows, 'group', input.GroupName!);
    const user = await principalNamed(rows, 'user', input.UserName!);
    await rows.removeMember(group.id, user.id);
  });
  return {};
});
