import { ownFunction, requireFunction } from '../lookup.ts';
import { operation } from '../operation.ts';
import { toAliasConfiguration } from '../rules/alias-response.ts';
import { LIMITS } from '../rules/limits.ts';
import { decodeMarker, toPage } from '../rules/pagination.ts';
import { type Alias, listAliases } from '../store/aliases.ts';
import type { LambdaTables } from '../store/tables.ts';

export const ListAliases = operation('ListAliases', async (call, input) => {
  const reference = ownFunction(call, input.FunctionName);
  const size = Math.min(input.MaxItems ?? LIMITS.functionsPage, LIMITS.functionsPage);
  const [after] = input.Marker ? decodeMarker(input.Marker) : [];
  const found = await call.host.storage.read<LambdaTables, Alias[]>(async (db) => {
    await requireFunction(db, reference);
    return listAliases(db, reference, {
      ...(input.FunctionVersion === undefined ? {} : { version: input.FunctionVersion }),
      ...(after === undefined ? {} : { after: `${after}` }),
      limit: size + 1,
    });
  });
  const { items, nextMarker } = toPage(found, size, (alias) => [alias.alias]);
  return { Aliases: items.map(toAliasConfiguration), NextMarker: nextMarker };
});
