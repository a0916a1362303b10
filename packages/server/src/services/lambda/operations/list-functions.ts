import type { FunctionVersion } from '../function-version.ts';
import { operation } from '../operation.ts';
import { toConfiguration } from '../rules/function-response.ts';
import { LIMITS } from '../rules/limits.ts';
import { decodeMarker, toPage } from '../rules/pagination.ts';
import type { LambdaTables } from '../store/tables.ts';

export const ListFunctions = operation(
  'ListFunctions',
  async (call, input) => {
    const size = Math.min(input.MaxItems ?? LIMITS.functionsPage, LIMITS.functionsPage);
    const [name, number] = input.Marker ? decodeMarker(input.Marker) : [];
    const found = await call.host.storage.read<LambdaTables, FunctionVersion[]>((db) =>
      call.service.versions.page(db, {
        scope: call,
        latestOnly: input.FunctionVersion !== 'ALL',
        ...(name === undefined ? {} : { after: { name: `${name}`, number: Number(number) } }),
        limit: size + 1,
      }),
    );
    const { items, nextMarker } = toPage(found, size, (version) => [
      version.name,
      version.version === '$LATEST' ? 0 : Number(version.version),
    ]);
    return {
      Functions: items.map((version) =>
        toConfiguration(version, {
          qualifier: input.FunctionVersion ? version.version : undefined,
          withoutStates: true,
        }),
      ),
      NextMarker: nextMarker,
    };
  },
  { refuses: ['MasterRegion'] },
);
