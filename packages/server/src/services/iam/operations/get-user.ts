import type { User } from '@aws-sdk/client-iam';
import { formatArn } from '../../../kernel/arn.ts';
import { isRoot, userNameOf } from '../callers.ts';
import { operation } from '../operation.ts';
import { tagsOutput, userOutput } from '../outputs.ts';
import { principalNamed } from '../principals.ts';

export const GetUser = operation('GetUser', async (call, input) => {
  if (input.UserName === undefined && isRoot(call)) return { User: rootUser(call.account) };
  const name = userNameOf(call, input.UserName);
  return call.service.store.read(call.account, async (rows) => {
    const user = await principalNamed(rows, 'user', name);
    return { User: { ...userOutput(user), ...tagsOutput(await rows.tags(user.id)) } };
  });
});

/** AWS answers root with neither name nor path. Hearth's accounts have no date of creation: they were always there. */
function rootUser(account: string): User {
  const arn = formatArn({ service: 'iam', region: '', account, resource: 'root' });
  return { UserName: undefined, Path: undefined, UserId: account, Arn: arn, CreateDate: new Date(0) };
}
