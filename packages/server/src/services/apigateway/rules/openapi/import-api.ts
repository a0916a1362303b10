import { notImplemented } from '../../../../kernel/errors.ts';
import { badRequest } from '../../errors.ts';
import type { ApiDocument, ResourceNode } from '../api.ts';
import { newGatewayResponse, requireResponseType } from '../gateway-response.ts';
import { newId } from '../ids.ts';
import { checkEndpoint } from '../new-api.ts';
import { checkChild, childrenOf, joinPath } from '../paths.ts';
import { asJson, asList, type Description, text, texts } from './document.ts';
import { importMethod } from './method.ts';
import { importModels } from './models.ts';
import { importAuthorizers } from './security.ts';

const METHODS: Readonly<Record<string, string>> = {
  get: 'GET',
  put: 'PUT',
  post: 'POST',
  delete: 'DELETE',
  options: 'OPTIONS',
  head: 'HEAD',
  patch: 'PATCH',
  'x-amazon-apigateway-any-method': 'ANY',
};

/** What to make of the description's base path. */
export type BasePathMode = 'ignore' | 'prepend' | 'split';

/** Puts everything that a description says into `api`: what it names takes the place of what is there. */
export function importDescription(api: ApiDocument, description: Description, basePathMode: BasePathMode): void {
  importSettings(api, description);
  importModels(api, description);
  importValidators(api, description);
  importGatewayResponses(api, description);
  importAuthorizers(api, description);
  const prefix = prefixOf(description.basePath, basePathMode);
  for (const [path, item] of Object.entries(asJson(description.root.paths))) {
    const resource = ensureResource(api, `${prefix}${path}`);
    for (const [name, operation] of Object.entries(asJson(item))) {
      const httpMethod = METHODS[name.toLowerCase()];
      if (httpMethod) importMethod(api, description, resource, httpMethod, asJson(operation), asJson(item));
    }
  }
}

/** `split` drops the first part of the base path, `ignore` all of it. */
function prefixOf(basePath: string, mode: BasePathMode): string {
  const parts = basePath.split('/').filter((part) => part !== '');
  if (mode === 'ignore') return '';
  return (mode === 'split' ? parts.slice(1) : parts).map((part) => `/${part}`).join('');
}

function importSettings(api: ApiDocument, { root, title }: Description): void {
  const info = asJson(root.info);
  if (!title) throw badRequest('API name cannot be blank');
  api.name = title;
  api.description = text(info.description) ?? api.description;
  api.version = text(info.version) ?? api.version;
  if (root['x-amazon-apigateway-policy'] !== undefined) throw notImplemented('x-amazon-apigateway-policy');
  const compression = text(root['x-amazon-apigateway-minimum-compression-size']);
  if (compression !== undefined && Number(compression) >= 0)
    throw notImplemented('x-amazon-apigateway-minimum-compression-size');
  const keySource = text(root['x-amazon-apigateway-api-key-source'])?.toUpperCase();
  if (keySource === 'HEADER' || keySource === 'AUTHORIZER') api.apiKeySource = keySource;
  const binary = root['x-amazon-apigateway-binary-media-types'];
  if (binary !== undefined) api.binaryMediaTypes = asList(binary).map((type) => text(type) ?? '');
  const endpoint = asJson(root['x-amazon-apigateway-endpoint-configuration']);
  if (endpoint.types !== undefined) api.endpointConfiguration = checkEndpoint(endpoint);
  if (endpoint.disableExecuteApiEndpoint !== undefined)
    api.disableExecuteApiEndpoint = endpoint.disableExecuteApiEndpoint === true;
}

function importValidators(api: ApiDocument, { root }: Description): void {
  for (const [name, value] of Object.entries(asJson(root['x-amazon-apigateway-request-validators']))) {
    const validateRequestBody = asJson(value).validateRequestBody === true;
    const validateRequestParameters = asJson(value).validateRequestParameters === true;
    const id = Object.values(api.requestValidators).find((known) => known.name === name)?.id ?? newId(6);
    api.requestValidators[id] = { id, name, validateRequestBody, validateRequestParameters };
  }
}

function importGatewayResponses(api: ApiDocument, { root }: Description): void {
  for (const [type, value] of Object.entries(asJson(root['x-amazon-apigateway-gateway-responses']))) {
    const { statusCode, responseParameters, responseTemplates } = asJson(value);
    api.gatewayResponses[requireResponseType(type)] = newGatewayResponse(type, {
      statusCode: text(statusCode),
      responseParameters: texts(responseParameters),
      responseTemplates: texts(responseTemplates),
    });
  }
}

/** The resource at `path`, made with all above it where missing. */
function ensureResource(api: ApiDocument, path: string): ResourceNode {
  let resource = api.resources[api.rootResourceId]!;
  for (const pathPart of path.split('/').filter((part) => part !== '')) {
    resource =
      childrenOf(api, resource.id).find((child) => child.pathPart === pathPart) ?? addChild(api, resource, pathPart);
  }
  return resource;
}

function addChild(api: ApiDocument, parent: ResourceNode, pathPart: string): ResourceNode {
  checkChild(api, parent, pathPart);
  const child: ResourceNode = {
    id: newId(6),
    parentId: parent.id,
    pathPart,
    path: joinPath(parent, pathPart),
    methods: {},
  };
  api.resources[child.id] = child;
  return child;
}
