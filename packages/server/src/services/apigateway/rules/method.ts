import type { MethodResponse, PutMethodCommandInput, PutMethodResponseCommandInput } from '@aws-sdk/client-api-gateway';
import { notImplemented } from '../../../kernel/errors.ts';
import { badRequest } from '../errors.ts';
import type { ApiDocument, MethodNode } from './api.ts';

export const HTTP_METHODS: readonly string[] = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'ANY'];
const AUTHORIZATION_TYPES: readonly string[] = ['NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS'];
const REQUEST_PARAMETER = /^method\.request\.(path|querystring|multivaluequerystring|header|multivalueheader)\.[^\s]+$/;
const RESPONSE_PARAMETER = /^method\.response\.header\.[^\s]+$/;

export function newMethod(api: ApiDocument, input: Partial<PutMethodCommandInput>): MethodNode {
  const { httpMethod = '', requestParameters, requestModels, requestValidatorId, authorizerId, operationName } = input;
  const method: MethodNode = {
    httpMethod,
    authorizationType: (input.authorizationType ?? 'NONE').toUpperCase(),
    apiKeyRequired: input.apiKeyRequired ?? false,
    requestParameters,
    requestModels,
    requestValidatorId,
    operationName,
    authorizerId,
    methodResponses: {},
  };
  checkMethod(api, method);
  return method;
}

/** Throws what AWS says of a method that refers to what is not there. */
export function checkMethod(api: ApiDocument, method: MethodNode): void {
  if (!HTTP_METHODS.includes(method.httpMethod)) {
    throw badRequest(`Invalid HttpMethod specified. Valid options are ${HTTP_METHODS.join(',')}`);
  }
  checkAuthorization(api, method);
  checkRequestParameters(Object.keys(method.requestParameters ?? {}));
  if (method.requestValidatorId && !Object.hasOwn(api.requestValidators, method.requestValidatorId)) {
    throw badRequest('Invalid Request Validator identifier specified');
  }
  checkModels(api, method.requestModels);
}

export function checkModels(api: ApiDocument, models: Record<string, string> | undefined): void {
  for (const name of Object.values(models ?? {})) {
    if (!Object.hasOwn(api.models, name)) throw badRequest(`Invalid model identifier specified: ${name}`);
  }
}

function checkAuthorization(api: ApiDocument, method: MethodNode): void {
  const { authorizationType, authorizerId } = method;
  if (!AUTHORIZATION_TYPES.includes(authorizationType)) {
    throw badRequest('Invalid authorization type specified. Valid options are NONE,AWS_IAM,CUSTOM,COGNITO_USER_POOLS');
  }
  if (authorizationType === 'COGNITO_USER_POOLS') throw notImplemented('authorizationType COGNITO_USER_POOLS');
  if (authorizationType === 'CUSTOM' && !Object.hasOwn(api.authorizers, authorizerId ?? '')) {
    throw badRequest(
      'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.',
    );
  }
}

function checkRequestParameters(names: readonly string[]): void {
  const wrong = names.find((name) => !REQUEST_PARAMETER.test(name));
  if (wrong !== undefined) throw invalidExpression(wrong);
  if (new Set(names.map((name) => name.slice(name.lastIndexOf('.')))).size !== names.length) {
    throw badRequest('Parameter names must be unique across querystring, header and path');
  }
}

export function newMethodResponse(
  api: ApiDocument,
  { statusCode, responseParameters, responseModels }: Partial<PutMethodResponseCommandInput>,
): MethodResponse {
  const response = { statusCode, responseParameters, responseModels };
  checkMethodResponse(api, response);
  return response;
}

export function checkMethodResponse(api: ApiDocument, response: MethodResponse): void {
  const wrong = Object.keys(response.responseParameters ?? {}).find((name) => !RESPONSE_PARAMETER.test(name));
  if (wrong !== undefined) throw invalidExpression(wrong);
  checkModels(api, response.responseModels);
}

export function invalidExpression(expression: string) {
  return badRequest(
    `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: ${expression}]`,
  );
}
