import { deleteConflict } from '../errors.ts';
import { operation } from '../operation.ts';
import { principalNamed, refuseWithPolicies } from '../principals.ts';

export const DeleteUser = operation('DeleteUser', async (call, input) => {
  await call.service.store.write(call.account, async (rows) => {
    const user = await principalNamed(rows, 'user', input.UserName!);
    if ((await rows.accessKeys(user.id)).length > 0)
      throw deleteConflict('Cannot delete entity, must delete access keys first.');
    if ((await rows.members({ userId: user.id })).length > 0) {
      throw deleteConflict('Cannot delete entity, must remove users from group first.');
    }
    await refuseWithPolicies(rows, user.id);
    await rows.deletePrincipal(user.id);
  });
  return {};
});
