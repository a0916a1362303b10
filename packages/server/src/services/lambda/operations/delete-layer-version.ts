import { accessDenied } from '../errors.ts';
import { operation } from '../operation.ts';
import { parseLayerName } from '../rules/layer-references.ts';
import { checkLayerVersionNumber } from '../rules/layer-response.ts';
import { deleteLayerVersion, findLayerVersion } from '../store/layers.ts';
import type { LambdaTables } from '../store/tables.ts';

/** Succeeds for a version that does not exist. Functions that use it keep working: they hold its bytes themselves. */
export const DeleteLayerVersion = operation('DeleteLayerVersion', async (call, input) => {
  checkLayerVersionNumber(input.VersionNumber!);
  const key = parseLayerName(call, input.LayerName!);
  if (key.account !== call.account) throw accessDenied();
  await call.host.storage.write<LambdaTables, void>(async (tx) => {
    const layer = await findLayerVersion(tx, key, input.VersionNumber!);
    if (layer) await deleteLayerVersion(tx, layer);
  });
  return {};
});
