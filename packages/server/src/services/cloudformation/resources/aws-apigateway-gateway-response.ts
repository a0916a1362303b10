import type { GatewayResponseType } from '@aws-sdk/client-api-gateway';
import { unlessAbsent } from './mapping/absence.ts';
import { defineResourceType, type ResourceContext } from './mapping/resource-type.ts';
import { map, text } from './mapping/schema.ts';

interface GatewayResponse {
  readonly RestApiId: string;
  readonly ResponseType: GatewayResponseType;
  readonly ResponseParameters?: Record<string, string>;
  readonly ResponseTemplates?: Record<string, string>;
  readonly StatusCode?: string;
}

/** Putting one twice is putting it once. */
export const gatewayResponse = defineResourceType<GatewayResponse>({
  name: 'AWS::ApiGateway::GatewayResponse',
  properties: {
    RestApiId: text,
    ResponseType: text,
    ResponseParameters: map(text),
    ResponseTemplates: map(text),
    StatusCode: text,
  },
  required: ['ResponseType', 'RestApiId'],
  replacedBy: ['ResponseType', 'RestApiId'],
  attributes: ['Id'],
  resumable: true,
  find: (_context, response) => Promise.resolve(physicalIdOf(response)),
  create: (context, response) => put(context, response),
  update: (context, _existing, next) => put(context, next),
  async delete({ aws }, { properties: { RestApiId, ResponseType } }) {
    const target = { restApiId: RestApiId, responseType: ResponseType };
    await unlessAbsent(() => aws.apigateway.DeleteGatewayResponse(target));
  },
});

async function put({ aws }: ResourceContext, response: GatewayResponse) {
  await aws.apigateway.PutGatewayResponse({
    restApiId: response.RestApiId,
    responseType: response.ResponseType,
    ...(response.ResponseParameters && { responseParameters: response.ResponseParameters }),
    ...(response.ResponseTemplates && { responseTemplates: response.ResponseTemplates }),
    ...(response.StatusCode !== undefined && { statusCode: response.StatusCode }),
  });
  const physicalId = physicalIdOf(response);
  return { physicalId, attributes: { Id: physicalId } };
}

function physicalIdOf({ RestApiId, ResponseType }: GatewayResponse): string {
  return `${RestApiId}|${ResponseType}`;
}
