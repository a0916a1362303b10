import { operation } from '../operation.ts';
import { parseLayerName } from '../rules/layer-references.ts';
import { matchesFilter, toLayerVersionItem } from '../rules/layer-response.ts';
import { LIMITS } from '../rules/limits.ts';
import { decodeMarker, toPage } from '../rules/pagination.ts';
import { type LayerVersion, listLayerVersions } from '../store/layers.ts';
import type { LambdaTables } from '../store/tables.ts';

/** Newest first; empty for a layer that does not exist, as on AWS. */
export const ListLayerVersions = operation('ListLayerVersions', async (call, input) => {
  const size = input.MaxItems ?? LIMITS.functionsPage;
  const before = input.Marker ? Number(decodeMarker(input.Marker)[0]) : Infinity;
  const key = parseLayerName(call, input.LayerName!);
  const versions = await call.host.storage.read<LambdaTables, LayerVersion[]>((db) => listLayerVersions(db, key));
  const own = key.account === call.account ? versions : [];
  const wanted = own.filter((layer) => layer.version < before && matchesFilter(layer, input));
  const { items, nextMarker } = toPage(wanted, size, (layer) => [layer.version]);
  return { LayerVersions: items.map(toLayerVersionItem), NextMarker: nextMarker };
});
