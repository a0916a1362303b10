import type {
  PutIntegrationRequest,
  PutIntegrationResponseRequest,
  PutMethodRequest,
} from '@aws-sdk/client-api-gateway';
import type { AwsClients } from '../../../service.ts';
import { renamed } from './defined.ts';
import { boolean, integer, list, map, object, text } from './schema.ts';

export interface Method {
  readonly HttpMethod: string;
  readonly ResourceId: string;
  readonly RestApiId: string;
  readonly AuthorizationType?: string;
  readonly Integration?: Integration;
  readonly MethodResponses?: readonly MethodResponse[];
}

interface Integration {
  readonly IntegrationResponses?: readonly IntegrationResponse[];
}

interface IntegrationResponse {
  readonly StatusCode: string;
}

interface MethodResponse {
  readonly StatusCode: string;
}

const METHOD = {
  ApiKeyRequired: 'apiKeyRequired',
  AuthorizationScopes: 'authorizationScopes',
  AuthorizerId: 'authorizerId',
  OperationName: 'operationName',
  RequestModels: 'requestModels',
  RequestParameters: 'requestParameters',
  RequestValidatorId: 'requestValidatorId',
} as const;

const INTEGRATION = {
  CacheKeyParameters: 'cacheKeyParameters',
  CacheNamespace: 'cacheNamespace',
  ConnectionId: 'connectionId',
  ConnectionType: 'connectionType',
  ContentHandling: 'contentHandling',
  Credentials: 'credentials',
  IntegrationHttpMethod: 'integrationHttpMethod',
  PassthroughBehavior: 'passthroughBehavior',
  RequestParameters: 'requestParameters',
  RequestTemplates: 'requestTemplates',
  TimeoutInMillis: 'timeoutInMillis',
  Type: 'type',
  Uri: 'uri',
} as const;

const INTEGRATION_RESPONSE = {
  ContentHandling: 'contentHandling',
  ResponseParameters: 'responseParameters',
  ResponseTemplates: 'responseTemplates',
  SelectionPattern: 'selectionPattern',
  StatusCode: 'statusCode',
} as const;

const METHOD_RESPONSE = {
  ResponseModels: 'responseModels',
  ResponseParameters: 'responseParameters',
  StatusCode: 'statusCode',
} as const;

export const methodProperties = {
  HttpMethod: text,
  ResourceId: text,
  RestApiId: text,
  ApiKeyRequired: boolean,
  AuthorizationScopes: list(text),
  AuthorizationType: text,
  AuthorizerId: text,
  Integration: object({
    CacheKeyParameters: list(text),
    CacheNamespace: text,
    ConnectionId: text,
    ConnectionType: text,
    ContentHandling: text,
    Credentials: text,
    IntegrationHttpMethod: text,
    IntegrationResponses: list(
      object(
        {
          ContentHandling: text,
          ResponseParameters: map(text),
          ResponseTemplates: map(text),
          SelectionPattern: text,
          StatusCode: text,
        },
        ['StatusCode'],
      ),
    ),
    PassthroughBehavior: text,
    RequestParameters: map(text),
    RequestTemplates: map(text),
    TimeoutInMillis: integer,
    Type: text,
    Uri: text,
  }),
  MethodResponses: list(
    object({ ResponseModels: map(text), ResponseParameters: map(boolean), StatusCode: text }, ['StatusCode']),
  ),
  OperationName: text,
  RequestModels: map(text),
  RequestParameters: map(boolean),
  RequestValidatorId: text,
};

/** A method with its responses, its integration and that one's responses: an operation each. */
export async function putMethod({ apigateway }: AwsClients, method: Method): Promise<void> {
  const { RestApiId: restApiId, ResourceId: resourceId, HttpMethod: httpMethod, Integration: integration } = method;
  const target = { restApiId, resourceId, httpMethod };
  const authorizationType = method.AuthorizationType ?? 'NONE';
  await apigateway.PutMethod({ ...target, authorizationType, ...renamed(method, METHOD) } satisfies PutMethodRequest);
  for (const response of method.MethodResponses ?? []) {
    await apigateway.PutMethodResponse({ ...target, ...renamed(response, METHOD_RESPONSE) });
  }
  if (!integration) return;
  await apigateway.PutIntegration({ ...target, ...renamed(integration, INTEGRATION) } satisfies PutIntegrationRequest);
  for (const response of integration.IntegrationResponses ?? []) {
    await apigateway.PutIntegrationResponse({
      ...target,
      ...renamed(response, INTEGRATION_RESPONSE),
    } satisfies PutIntegrationResponseRequest);
  }
}
