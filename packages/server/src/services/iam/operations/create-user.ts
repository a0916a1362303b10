import { operation } from '../operation.ts';
import { tagsOutput, userOutput } from '../outputs.ts';
import { alreadyExists, newPrincipal } from '../rules/principals.ts';
import { checkTags } from '../rules/tags.ts';

export const CreateUser = operation(
  'CreateUser',
  async (call, input) => {
    const tags = checkTags(input.Tags);
    const { account } = call;
    const user = newPrincipal({
      account,
      kind: 'user',
      name: input.UserName!,
      path: input.Path,
      createdAt: call.host.clock.now(),
    });
    await call.service.store.write(account, async (rows) => {
      if (await rows.principal('user', user.name)) throw alreadyExists('user', user.name);
      await rows.insertPrincipal(user);
      await rows.putTags(user.id, tags);
    });
    return { User: { ...userOutput(user), ...tagsOutput(tags) } };
  },
  { refuses: ['PermissionsBoundary'] },
);
