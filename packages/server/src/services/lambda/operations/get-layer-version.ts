import { requireLayerVersion } from '../lookup.ts';
import { operation } from '../operation.ts';
import { parseLayerName } from '../rules/layer-references.ts';
import { checkLayerVersionNumber, toLayerVersion } from '../rules/layer-response.ts';
import type { LayerVersion } from '../store/layers.ts';
import type { LambdaTables } from '../store/tables.ts';

export const GetLayerVersion = operation('GetLayerVersion', async (call, input) => {
  checkLayerVersionNumber(input.VersionNumber!);
  const reference = { ...parseLayerName(call, input.LayerName!), version: input.VersionNumber! };
  const layer = await call.host.storage.read<LambdaTables, LayerVersion>((db) =>
    requireLayerVersion(call, db, reference),
  );
  return toLayerVersion(layer, call.service.downloads.url(layer.content));
});
