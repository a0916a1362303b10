import { deleteConflict } from '../errors.ts';
import { operation } from '../operation.ts';
import { principalNamed, refuseWithPolicies } from '../principals.ts';

export const DeleteGroup = operation('DeleteGroup', async (call, input) => {
  await call.service.store.write(call.account, async (rows) => {
    const group = await principalNamed(rows, 'group', input.GroupName!);
    if ((await rows.members({ groupId: group.id })).length > 0) {
      throw deleteConflict('Cannot delete entity, must remove users from group first.');
    }
    await refuseWithPolicies(rows, group.id);
    await rows.deletePrincipal(group.id);
  });
  return {};
});
