import { accessKeyOf } from '../access-keys.ts';
import { userNameOf } from '../callers.ts';
import { iamError } from '../errors.ts';
import { operation } from '../operation.ts';

export const UpdateAccessKey = operation('UpdateAccessKey', async (call, input) => {
  const name = userNameOf(call, input.UserName);
  const status = input.Status!;
  if (status !== 'Active' && status !== 'Inactive')
    throw iamError('ValidationError', `Status ${status} cannot be set on an access key.`);
  await call.service.store.write(call.account, async (rows) => {
    const { accessKeyId } = await accessKeyOf(rows, name, input.AccessKeyId!);
    await rows.updateAccessKey(accessKeyId, { status });
  });
  return {};
});
