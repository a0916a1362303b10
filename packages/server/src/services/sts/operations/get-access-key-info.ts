import { accountOfAccessKey } from '../../../kernel/ids.ts';
import { stsError } from '../errors.ts';
import { operation } from '../operation.ts';

/** The account is part of the key's id, whether or not the key still exists. */
export const GetAccessKeyInfo = operation('GetAccessKeyInfo', async (_call, input) => {
  const account = accountOfAccessKey(input.AccessKeyId!);
  if (account === null) throw stsError('ValidationError', `${input.AccessKeyId} is not a valid access key ID.`);
  return { Account: account };
});
