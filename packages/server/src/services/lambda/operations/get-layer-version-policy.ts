import { resourceDoesNotExist } from '../errors.ts';
import { requireLayerVersion } from '../lookup.ts';
import { operation } from '../operation.ts';
import { parseLayerName } from '../rules/layer-references.ts';
import { checkLayerVersionNumber } from '../rules/layer-response.ts';
import { policyDocument } from '../rules/permission-statements.ts';
import type { LayerVersion } from '../store/layers.ts';
import type { LambdaTables } from '../store/tables.ts';

export const GetLayerVersionPolicy = operation('GetLayerVersionPolicy', async (call, input) => {
  checkLayerVersionNumber(input.VersionNumber!);
  const reference = { ...parseLayerName(call, input.LayerName!), version: input.VersionNumber! };
  const layer = await call.host.storage.read<LambdaTables, LayerVersion>((db) =>
    requireLayerVersion(call, db, reference),
  );
  if (layer.policyRevision === null) throw resourceDoesNotExist();
  return { Policy: policyDocument(layer.statements), RevisionId: layer.policyRevision };
});
