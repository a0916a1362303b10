import { operation } from '../operation.ts';
import { principalNamed, renamePrincipal } from '../principals.ts';

export const UpdateGroup = operation('UpdateGroup', async (call, input) => {
  await call.service.store.write(call.account, async (rows) => {
    const group = await principalNamed(rows, 'group', input.GroupName!);
    await renamePrincipal(rows, call.account, group, { name: input.NewGroupName, path: input.NewPath });
  });
  return {};
});
