import { operation } from '../operation.ts';
import { lastUsedOutput, tagsOutput } from '../outputs.ts';
import { principalNamed } from '../principals.ts';

export const GetRole = operation('GetRole', (call, input) =>
  call.service.store.read(call.account, async (rows) => {
    const role = await principalNamed(rows, 'role', input.RoleName!);
    return { Role: { ...lastUsedOutput(role), ...tagsOutput(await rows.tags(role.id)) } };
  }),
);
