import { operation } from '../operation.ts';
import { principalNamed, refuseWithPolicies } from '../principals.ts';

export const DeleteRole = operation('DeleteRole', async (call, input) => {
  await call.service.store.write(call.account, async (rows) => {
    const role = await principalNamed(rows, 'role', input.RoleName!);
    await refuseWithPolicies(rows, role.id);
    await rows.deletePrincipal(role.id);
  });
  return {};
});
