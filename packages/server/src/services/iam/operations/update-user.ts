import { operation } from '../operation.ts';
import { principalNamed, renamePrincipal } from '../principals.ts';

export const UpdateUser = operation('UpdateUser', async (call, input) => {
  await call.service.store.write(call.account, async (rows) => {
    const user = await principalNamed(rows, 'user', input.UserName!);
    await renamePrincipal(rows, call.account, user, { name: input.NewUserName, path: input.NewPath });
  });
  return {};
});
