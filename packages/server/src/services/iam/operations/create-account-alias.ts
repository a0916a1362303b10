import { iamError } from '../errors.ts';
import { operation } from '../operation.ts';

/** Takes the place of the account's earlier alias; an alias belongs to one account. */
export const CreateAccountAlias = operation('CreateAccountAlias', async (call, input) => {
  const alias = input.AccountAlias!;
  await call.service.store.write(call.account, async (rows) => {
    const owner = await rows.aliasOwner(alias);
    if (owner !== undefined)
      throw iamError('EntityAlreadyExistsException', `The account alias ${alias} already exists.`);
    await rows.setAlias(alias);
  });
  return {};
});
