import { uuid } from '../../../kernel/ids.ts';
import { requireVersions } from '../alias-targets.ts';
import { conflict } from '../errors.ts';
import { ownFunction } from '../lookup.ts';
import { operation } from '../operation.ts';
import { toAliasConfiguration } from '../rules/alias-response.ts';
import { readRouting } from '../rules/alias-routing.ts';
import { functionArn } from '../rules/function-names.ts';
import { type Alias, findAlias, insertAlias } from '../store/aliases.ts';
import { countChange } from '../store/functions.ts';
import type { LambdaTables } from '../store/tables.ts';

export const CreateAlias = operation('CreateAlias', async (call, input) => {
  const { account, region, name } = ownFunction(call, input.FunctionName);
  const version = input.FunctionVersion!;
  const alias: Alias = {
    account,
    region,
    name,
    alias: input.Name!,
    description: input.Description ?? '',
    version,
    second: readRouting(version, input.RoutingConfig?.AdditionalVersionWeights),
    revisionId: uuid(),
  };
  await call.host.storage.write<LambdaTables, void>(async (tx) => {
    await requireVersions(call, tx, alias, alias.second ? [version, alias.second.version] : [version]);
    if (await findAlias(tx, alias, alias.alias))
      throw conflict(`Alias already exists: ${functionArn(alias)}:${alias.alias}`);
    await insertAlias(tx, alias);
    await countChange(tx, alias);
  });
  return toAliasConfiguration(alias);
});
