import { notFound } from '../errors.ts';
import { ownFunction } from '../lookup.ts';
import { operation } from '../operation.ts';
import { toAliasConfiguration } from '../rules/alias-response.ts';
import { functionArn } from '../rules/function-names.ts';
import { type Alias, findAlias } from '../store/aliases.ts';
import type { LambdaTables } from '../store/tables.ts';

export const GetAlias = operation('GetAlias', async (call, input) => {
  const reference = ownFunction(call, input.FunctionName);
  const alias = await call.host.storage.read<LambdaTables, Alias | null>((db) => findAlias(db, reference, input.Name!));
  if (!alias) throw notFound(`Cannot find alias arn: ${functionArn(reference)}:${input.Name}`);
  return toAliasConfiguration(alias);
});
