import { uuid } from '../../../kernel/ids.ts';
import { requireVersions } from '../alias-targets.ts';
import { notFound } from '../errors.ts';
import { ownFunction, requireRevision } from '../lookup.ts';
import { operation } from '../operation.ts';
import { toAliasConfiguration } from '../rules/alias-response.ts';
import { readRouting } from '../rules/alias-routing.ts';
import { functionArn } from '../rules/function-names.ts';
import { type Alias, findAlias, replaceAlias } from '../store/aliases.ts';
import { countChange } from '../store/functions.ts';
import type { LambdaTables } from '../store/tables.ts';

export const UpdateAlias = operation('UpdateAlias', async (call, input) => {
  const reference = ownFunction(call, input.FunctionName);
  const updated = await call.host.storage.write<LambdaTables, Alias>(async (tx) => {
    const before = await findAlias(tx, reference, input.Name!);
    if (!before) throw notFound(`Alias not found: ${functionArn(reference)}:${input.Name}`);
    requireRevision(input.RevisionId, before.revisionId);
    const version = input.FunctionVersion ?? before.version;
    const kept = before.second ? { [before.second.version]: before.second.weight } : {};
    const after: Alias = {
      ...before,
      version,
      description: input.Description ?? before.description,
      second: readRouting(version, input.RoutingConfig ? input.RoutingConfig.AdditionalVersionWeights : kept),
      revisionId: uuid(),
    };
    await requireVersions(call, tx, reference, after.second ? [version, after.second.version] : [version]);
    await replaceAlias(tx, after);
    await countChange(tx, reference);
    return after;
  });
  return toAliasConfiguration(updated);
});
