import { uuid } from '../../../kernel/ids.ts';
import { invalidParameter } from '../errors.ts';
import { requireLayerVersion, requireRevision } from '../lookup.ts';
import { operation } from '../operation.ts';
import { layerVersionArn, parseLayerName } from '../rules/layer-references.ts';
import { checkLayerVersionNumber } from '../rules/layer-response.ts';
import { toStatement } from '../rules/permission-statements.ts';
import { addStatement } from '../rules/policy-edits.ts';
import { setLayerPolicy } from '../store/layers.ts';
import type { LambdaTables } from '../store/tables.ts';

export const AddLayerVersionPermission = operation('AddLayerVersionPermission', async (call, input) => {
  checkLayerVersionNumber(input.VersionNumber!);
  if (input.Action !== 'lambda:GetLayerVersion')
    throw invalidParameter('Provided value for Action is invalid. The only allowed value is lambda:GetLayerVersion.');
  const reference = { ...parseLayerName(call, input.LayerName!), version: input.VersionNumber! };
  const grant = { ...input, PrincipalOrgID: input.OrganizationId };
  const statement = toStatement(grant, layerVersionArn(reference));
  const revision = uuid();
  await call.host.storage.write<LambdaTables, void>(async (tx) => {
    const layer = await requireLayerVersion(call, tx, reference);
    requireRevision(input.RevisionId, layer.policyRevision, 'GetLayerPolicy');
    await setLayerPolicy(tx, layer, addStatement(layer.statements, statement), revision);
  });
  return { Statement: JSON.stringify(statement), RevisionId: revision };
});
