import { operation } from '../operation.ts';
import { layerArn } from '../rules/layer-references.ts';
import { matchesFilter, toLayerVersionItem } from '../rules/layer-response.ts';
import { LIMITS } from '../rules/limits.ts';
import { decodeMarker, toPage } from '../rules/pagination.ts';
import { type LayerVersion, listLayers } from '../store/layers.ts';
import type { LambdaTables } from '../store/tables.ts';

/** Each layer once, with its newest version that matches. */
export const ListLayers = operation('ListLayers', async (call, input) => {
  const size = input.MaxItems ?? LIMITS.functionsPage;
  const after = input.Marker ? `${decodeMarker(input.Marker)[0]}` : '';
  const versions = await call.host.storage.read<LambdaTables, LayerVersion[]>((db) => listLayers(db, call));
  const newest = new Map<string, LayerVersion>();
  for (const layer of versions) {
    if (layer.name > after && !newest.has(layer.name) && matchesFilter(layer, input)) newest.set(layer.name, layer);
  }
  const { items, nextMarker } = toPage([...newest.values()], size, (layer) => [layer.name]);
  return {
    Layers: items.map((layer) => ({
      LayerName: layer.name,
      LayerArn: layerArn(layer),
      LatestMatchingVersion: toLayerVersionItem(layer),
    })),
    NextMarker: nextMarker,
  };
});
