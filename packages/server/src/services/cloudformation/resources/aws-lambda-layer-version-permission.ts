import { unlessAbsent } from './mapping/absence.ts';
import { physicalName } from './mapping/physical-name.ts';
import { defineResourceType } from './mapping/resource-type.ts';
import { text } from './mapping/schema.ts';

interface LayerVersionPermission {
  readonly Action: string;
  readonly LayerVersionArn: string;
  readonly Principal: string;
  readonly OrganizationId?: string;
}

/** A statement in the policy of a layer's version. */
export const layerVersionPermission = defineResourceType<LayerVersionPermission>({
  name: 'AWS::Lambda::LayerVersionPermission',
  properties: { Action: text, LayerVersionArn: text, Principal: text, OrganizationId: text },
  required: ['Action', 'LayerVersionArn', 'Principal'],
  replacedBy: 'all',
  attributes: ['Id'],
  async find(context, { LayerVersionArn }) {
    const found = await unlessAbsent(() => context.aws.lambda.GetLayerVersionPolicy(versionOf(LayerVersionArn)));
    const { Statement = [] } = JSON.parse(found?.Policy ?? '{}') as {
      readonly Statement?: readonly { readonly Sid: string }[];
    };
    const id = physicalName(context, 100);
    return Statement.some(({ Sid }) => Sid === id) ? `${LayerVersionArn}#${id}` : null;
  },
  async create(context, { LayerVersionArn, ...properties }) {
    const StatementId = physicalName(context, 100);
    await context.aws.lambda.AddLayerVersionPermission({ ...properties, ...versionOf(LayerVersionArn), StatementId });
    return { physicalId: `${LayerVersionArn}#${StatementId}`, attributes: { Id: `${LayerVersionArn}#${StatementId}` } };
  },
  async delete(context, { physicalId }) {
    const [arn = '', StatementId = ''] = physicalId.split('#');
    await unlessAbsent(() => context.aws.lambda.RemoveLayerVersionPermission({ ...versionOf(arn), StatementId }));
  },
});

function versionOf(arn: string): { LayerName: string; VersionNumber: number } {
  const [LayerName = '', version] = arn.split(/:(?=\d+$)/);
  return { LayerName, VersionNumber: Number(version) };
}
