import { userNameOf } from '../callers.ts';
import { operation } from '../operation.ts';
import { principalNamed } from '../principals.ts';
import { seconds } from '../rules/documents.ts';
import { pageOf } from '../rules/paging.ts';

export const ListAccessKeys = operation('ListAccessKeys', async (call, input) => {
  const name = userNameOf(call, input.UserName);
  return call.service.store.read(call.account, async (rows) => {
    const user = await principalNamed(rows, 'user', name);
    const { items, more } = pageOf(await rows.accessKeys(user.id), ({ accessKeyId }) => accessKeyId, input);
    const keys = items.map(({ accessKeyId, status, createdAt }) => ({
      UserName: user.name,
      AccessKeyId: accessKeyId,
      Status: status,
      CreateDate: seconds(createdAt),
    }));
    return { AccessKeyMetadata: keys, ...more };
  });
});
