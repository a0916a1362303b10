import { noSuchEntity } from '../errors.ts';
import { operation } from '../operation.ts';

export const DeleteAccountAlias = operation('DeleteAccountAlias', async (call, input) => {
  const alias = input.AccountAlias!;
  await call.service.store.write(call.account, async (rows) => {
    if ((await rows.alias()) !== alias) throw noSuchEntity(`The account alias ${alias} does not exist.`);
    await rows.deleteAlias();
  });
  return {};
});
