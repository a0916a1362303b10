import { operation } from '../operation.ts';
import { groupOutput } from '../outputs.ts';
import { alreadyExists, newPrincipal } from '../rules/principals.ts';

export const CreateGroup = operation('CreateGroup', async (call, input) => {
  const group = newPrincipal({
    account: call.account,
    kind: 'group',
    name: input.GroupName!,
    path: input.Path,
    createdAt: call.host.clock.now(),
  });
  await call.service.store.write(call.account, async (rows) => {
    if (await rows.principal('group', group.name)) throw alreadyExists('group', group.name);
    await rows.insertPrincipal(group);
  });
  return { Group: groupOutput(group) };
});
