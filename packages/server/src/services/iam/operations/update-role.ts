import { operation } from '../operation.ts';
import { principalNamed } from '../principals.ts';
import { DEFAULT_SESSION_SECONDS } from '../rules/limits.ts';

/** An absent MaxSessionDuration is set back to one hour (UpdateRole, API reference); an absent description stays. */
export const UpdateRole = operation('UpdateRole', async (call, input) => {
  await call.service.store.write(call.account, async (rows) => {
    const role = await principalNamed(rows, 'role', input.RoleName!);
    await rows.updatePrincipal(role.id, {
      description: input.Description ?? role.description,
      maxSessionSeconds: input.MaxSessionDuration ?? DEFAULT_SESSION_SECONDS,
    });
  });
  return {};
});
