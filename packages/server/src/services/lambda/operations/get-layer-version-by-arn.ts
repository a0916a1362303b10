import { resourceDoesNotExist } from '../errors.ts';
import { requireLayerVersion } from '../lookup.ts';
import { operation } from '../operation.ts';
import { parseLayerVersionArn } from '../rules/layer-references.ts';
import { toLayerVersion } from '../rules/layer-response.ts';
import type { LayerVersion } from '../store/layers.ts';
import type { LambdaTables } from '../store/tables.ts';

export const GetLayerVersionByArn = operation('GetLayerVersionByArn', async (call, input) => {
  const reference = parseLayerVersionArn(input.Arn!);
  if (!reference) throw resourceDoesNotExist();
  const layer = await call.host.storage.read<LambdaTables, LayerVersion>((db) =>
    requireLayerVersion(call, db, reference),
  );
  return toLayerVersion(layer, call.service.downloads.url(layer.content));
});
