import { accessKeyOf } from '../access-keys.ts';
import { userNameOf } from '../callers.ts';
import { operation } from '../operation.ts';

export const DeleteAccessKey = operation('DeleteAccessKey', async (call, input) => {
  const name = userNameOf(call, input.UserName);
  await call.service.store.write(call.account, async (rows) => {
    const { accessKeyId } = await accessKeyOf(rows, name, input.AccessKeyId!);
    await rows.deleteAccessKey(accessKeyId);
  });
  return {};
});
