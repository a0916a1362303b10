import { uuid } from '../../../kernel/ids.ts';
import { requireLayerVersion, requireRevision } from '../lookup.ts';
import { operation } from '../operation.ts';
import { parseLayerName } from '../rules/layer-references.ts';
import { checkLayerVersionNumber } from '../rules/layer-response.ts';
import { removeStatement } from '../rules/policy-edits.ts';
import { setLayerPolicy } from '../store/layers.ts';
import type { LambdaTables } from '../store/tables.ts';

export const RemoveLayerVersionPermission = operation('RemoveLayerVersionPermission', async (call, input) => {
  checkLayerVersionNumber(input.VersionNumber!);
  const reference = { ...parseLayerName(call, input.LayerName!), version: input.VersionNumber! };
  const revision = uuid();
  await call.host.storage.write<LambdaTables, void>(async (tx) => {
    const layer = await requireLayerVersion(call, tx, reference);
    requireRevision(input.RevisionId, layer.policyRevision, 'GetLayerPolicy');
    const left = removeStatement(layer.statements, input.StatementId!);
    await setLayerPolicy(tx, layer, left, left.length > 0 ? revision : null);
  });
  return {};
});
