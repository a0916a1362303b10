import type { FunctionVersion } from '../function-version.ts';
import { ownFunction, requireFunction } from '../lookup.ts';
import { operation } from '../operation.ts';
import { toConfiguration } from '../rules/function-response.ts';
import { LIMITS } from '../rules/limits.ts';
import { decodeMarker, toPage } from '../rules/pagination.ts';
import type { LambdaTables } from '../store/tables.ts';

export const ListVersionsByFunction = operation('ListVersionsByFunction', async (call, input) => {
  const reference = ownFunction(call, input.FunctionName);
  const { name } = reference;
  const size = Math.min(input.MaxItems ?? LIMITS.functionsPage, LIMITS.functionsPage);
  const [number] = input.Marker ? decodeMarker(input.Marker) : [];
  const found = await call.host.storage.read<LambdaTables, FunctionVersion[]>(async (db) => {
    await requireFunction(db, reference);
    return call.service.versions.page(db, {
      scope: reference,
      name,
      ...(number === undefined ? {} : { after: { name, number: Number(number) } }),
      limit: size + 1,
    });
  });
  const { items, nextMarker } = toPage(found, size, (version) => [
    version.version === '$LATEST' ? 0 : Number(version.version),
  ]);
  return {
    Versions: items.map((version) => toConfiguration(version, { qualifier: version.version, withoutStates: true })),
    NextMarker: nextMarker,
  };
});
