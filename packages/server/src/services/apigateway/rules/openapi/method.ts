import type { IntegrationNode, ApiDocument, MethodNode, ResourceNode } from '../api.ts';
import { newIntegration, newIntegrationResponse } from '../integration.ts';
import { newMethod, newMethodResponse } from '../method.ts';
import { asJson, asList, type Description, type Json, modelOf, resolve, text, texts } from './document.ts';
import { modelFor } from './models.ts';
import { methodSecurity } from './security.ts';

const PLACES: Readonly<Record<string, string>> = { query: 'querystring', header: 'header', path: 'path' };

/** Makes a resource's method of an operation; it takes the place of one that is there. */
export function importMethod(
  api: ApiDocument,
  description: Description,
  resource: ResourceNode,
  httpMethod: string,
  operation: Json,
  pathItem: Json,
): void {
  const parameters = [...asList(pathItem.parameters), ...asList(operation.parameters)].map((parameter) =>
    resolve(description.root, parameter),
  );
  const { authorizationType, authorizerId, apiKeyRequired } = methodSecurity(api, description, operation);
  const method = newMethod(api, {
    httpMethod,
    authorizationType,
    authorizerId,
    apiKeyRequired,
    operationName: text(operation.operationId),
    requestParameters: requestParameters(parameters),
    requestModels: requestModels(api, description, parameters, operation),
    requestValidatorId: validatorId(api, description, operation),
  });
  resource.methods[httpMethod] = method;
  importResponses(api, description, method, asJson(operation.responses));
  const integration = operation['x-amazon-apigateway-integration'];
  if (integration !== undefined) {
    method.methodIntegration = importIntegration(api, resource.id, method, resolve(description.root, integration));
  }
}

function requestParameters(parameters: readonly Json[]): Record<string, boolean> | undefined {
  const entries = parameters
    .filter((parameter) => PLACES[text(parameter.in) ?? ''] !== undefined)
    .map((parameter) => [
      `method.request.${PLACES[text(parameter.in)!]}.${text(parameter.name)}`,
      parameter.required === true,
    ]);
  return entries.length > 0 ? (Object.fromEntries(entries) as Record<string, boolean>) : undefined;
}

function requestModels(
  api: ApiDocument,
  { root }: Description,
  parameters: readonly Json[],
  operation: Json,
): Record<string, string> | undefined {
  const models: Record<string, string> = {};
  const inBody = modelFor(api, parameters.find((parameter) => parameter.in === 'body')?.schema);
  const consumes = asList(operation.consumes ?? root.consumes ?? ['application/json']);
  if (inBody) for (const type of consumes) models[text(type) ?? ''] = inBody;
  for (const [type, media] of Object.entries(asJson(resolve(root, operation.requestBody).content))) {
    const name = modelFor(api, asJson(media).schema);
    if (name) models[type] = name;
  }
  return Object.keys(models).length > 0 ? models : undefined;
}

function validatorId(api: ApiDocument, { root }: Description, operation: Json): string | undefined {
  const name = text(
    operation['x-amazon-apigateway-request-validator'] ?? root['x-amazon-apigateway-request-validator'],
  );
  return name && Object.values(api.requestValidators).find((validator) => validator.name === name)?.id;
}

function importResponses(api: ApiDocument, { root }: Description, method: MethodNode, responses: Json): void {
  for (const [statusCode, value] of Object.entries(responses)) {
    if (!/^[1-5]\d\d$/.test(statusCode)) continue;
    const response = resolve(root, value);
    const headers = Object.keys(asJson(response.headers)).map((name) => [`method.response.header.${name}`, false]);
    const models = responseModels(response);
    method.methodResponses[statusCode] = newMethodResponse(api, {
      statusCode,
      ...(headers.length > 0 ? { responseParameters: Object.fromEntries(headers) as Record<string, boolean> } : {}),
      ...(Object.keys(models).length > 0 ? { responseModels: models } : {}),
    });
  }
}

function responseModels(response: Json): Record<string, string> {
  const media = Object.entries(asJson(response.content)).map(([type, content]) => [
    type,
    modelOf(asJson(content).schema),
  ]);
  const all = [...media, ['application/json', modelOf(response.schema)]];
  return Object.fromEntries(all.filter(([, name]) => name !== undefined)) as Record<string, string>;
}

function importIntegration(api: ApiDocument, resourceId: string, method: MethodNode, source: Json): IntegrationNode {
  const timeout = text(source.timeoutInMillis);
  const integration = newIntegration(resourceId, {
    type: (text(source.type) ?? '').toUpperCase() as IntegrationNode['type'],
    integrationHttpMethod: text(source.httpMethod)?.toUpperCase().replace('X-AMAZON-APIGATEWAY-ANY-METHOD', 'ANY'),
    uri: text(source.uri),
    credentials: text(source.credentials),
    connectionType: text(source.connectionType)?.toUpperCase() as IntegrationNode['connectionType'],
    requestParameters: texts(source.requestParameters),
    requestTemplates: texts(source.requestTemplates),
    passthroughBehavior: text(source.passthroughBehavior),
    contentHandling: text(source.contentHandling)?.toUpperCase() as IntegrationNode['contentHandling'],
    cacheNamespace: text(source.cacheNamespace),
    cacheKeyParameters: asList(source.cacheKeyParameters).map((name) => text(name) ?? ''),
    ...(timeout === undefined ? {} : { timeoutInMillis: Number(timeout) }),
    tlsConfig: source.tlsConfig as IntegrationNode['tlsConfig'],
  });
  for (const [pattern, value] of Object.entries(asJson(source.responses))) {
    importIntegrationResponse(api, method, integration, pattern, asJson(value));
  }
  return integration;
}

/** `default` is the response without a pattern. A method response that is missing comes with it. */
function importIntegrationResponse(
  api: ApiDocument,
  method: MethodNode,
  integration: IntegrationNode,
  pattern: string,
  source: Json,
): void {
  const statusCode = text(source.statusCode) ?? '200';
  method.methodResponses[statusCode] ??= newMethodResponse(api, { statusCode });
  integration.integrationResponses[statusCode] = newIntegrationResponse(method, {
    statusCode,
    ...(pattern === 'default' ? {} : { selectionPattern: pattern }),
    responseParameters: texts(source.responseParameters),
    responseTemplates: texts(source.responseTemplates),
    contentHandling: text(source.contentHandling)?.toUpperCase() as IntegrationNode['contentHandling'],
  });
}
