import { unlessAbsent } from './mapping/absence.ts';
import { defineResourceType } from './mapping/resource-type.ts';
import { text } from './mapping/schema.ts';

interface Resource {
  readonly ParentId: string;
  readonly PathPart: string;
  readonly RestApiId: string;
}

export const apiResource = defineResourceType<Resource>({
  name: 'AWS::ApiGateway::Resource',
  properties: { ParentId: text, PathPart: text, RestApiId: text },
  required: ['ParentId', 'PathPart', 'RestApiId'],
  replacedBy: 'all',
  attributes: ['ResourceId'],
  async find({ aws }, { ParentId, PathPart, RestApiId }) {
    const { items = [] } = await aws.apigateway.GetResources({ restApiId: RestApiId, limit: 500 });
    return items.find(({ parentId, pathPart }) => parentId === ParentId && pathPart === PathPart)?.id ?? null;
  },
  async create({ aws }, { ParentId, PathPart, RestApiId }) {
    const created = await aws.apigateway.CreateResource({
      restApiId: RestApiId,
      parentId: ParentId,
      pathPart: PathPart,
    });
    return { physicalId: created.id!, attributes: { ResourceId: created.id! } };
  },
  async delete({ aws }, { physicalId, properties: { RestApiId } }) {
    await unlessAbsent(() => aws.apigateway.DeleteResource({ restApiId: RestApiId, resourceId: physicalId }));
  },
});
