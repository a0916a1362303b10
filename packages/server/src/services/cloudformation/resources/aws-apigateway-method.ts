import { unlessAbsent } from './mapping/absence.ts';
import { type Method, methodProperties, putMethod } from './mapping/api-method.ts';
import { defineResourceType, type ResourceContext } from './mapping/resource-type.ts';

/** Stages serve what was deployed: a method may be taken away and put again while it changes. */
export const apiMethod = defineResourceType<Method>({
  name: 'AWS::ApiGateway::Method',
  properties: methodProperties,
  required: ['HttpMethod', 'ResourceId', 'RestApiId'],
  replacedBy: ['HttpMethod', 'ResourceId', 'RestApiId'],
  attributes: [],
  async find({ aws }, { RestApiId: restApiId, ResourceId: resourceId, HttpMethod: httpMethod }) {
    const found = await unlessAbsent(() => aws.apigateway.GetMethod({ restApiId, resourceId, httpMethod }));
    return found ? idOf({ RestApiId: restApiId, ResourceId: resourceId, HttpMethod: httpMethod }) : null;
  },
  async create(context, method) {
    await putMethod(context.aws, method);
    return { physicalId: idOf(method), attributes: {} };
  },
  async update(context, { physicalId }, next) {
    await remove(context, next);
    await putMethod(context.aws, next);
    return { physicalId, attributes: {} };
  },
  async delete(context, { properties }) {
    await remove(context, properties);
  },
});

function idOf({ RestApiId, ResourceId, HttpMethod }: Method): string {
  return `${RestApiId}|${ResourceId}|${HttpMethod}`;
}

async function remove({ aws }: ResourceContext, { RestApiId, ResourceId, HttpMethod }: Method): Promise<void> {
  const target = { restApiId: RestApiId, resourceId: ResourceId, httpMethod: HttpMethod };
  await unlessAbsent(() => aws.apigateway.DeleteMethod(target));
}
