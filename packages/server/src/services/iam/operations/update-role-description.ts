import { operation } from '../operation.ts';
import { roleOutput } from '../outputs.ts';
import { principalNamed } from '../principals.ts';

export const UpdateRoleDescription = operation('UpdateRoleDescription', (call, input) =>
  call.service.store.write(call.account, async (rows) => {
    const role = await principalNamed(rows, 'role', input.RoleName!);
    const description = input.Description!;
    await rows.updatePrincipal(role.id, { description });
    return { Role: roleOutput({ ...role, description }) };
  }),
);
