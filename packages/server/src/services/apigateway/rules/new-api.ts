import type { EndpointConfiguration } from '@aws-sdk/client-api-gateway';
import { notImplemented } from '../../../kernel/errors.ts';
import type { ApiDocument } from './api.ts';
import { newId } from './ids.ts';

/** An API with its root and the two models that every API has. */
export function newApi(fields: Pick<ApiDocument, 'name' | 'createdAt'> & Partial<ApiDocument>): ApiDocument {
  const root = newId();
  return {
    id: newId(),
    apiKeySource: 'HEADER',
    binaryMediaTypes: [],
    endpointConfiguration: { types: ['EDGE'], ipAddressType: 'ipv4' },
    disableExecuteApiEndpoint: false,
    tags: {},
    rootResourceId: root,
    resources: { [root]: { id: root, path: '/', methods: {} } },
    models: defaultModels(),
    requestValidators: {},
    authorizers: {},
    gatewayResponses: {},
    ...fields,
  };
}

/** "Empty" and "Error", which the console's methods refer to. */
function defaultModels(): ApiDocument['models'] {
  const schema = 'http://json-schema.org/draft-04/schema#';
  return {
    Empty: {
      id: newId(6),
      name: 'Empty',
      description: 'This is a default empty schema model',
      contentType: 'application/json',
      schema: JSON.stringify({ $schema: schema, title: 'Empty Schema', type: 'object' }, null, 2),
    },
    Error: {
      id: newId(6),
      name: 'Error',
      description: 'This is a default error schema model',
      contentType: 'application/json',
      schema: JSON.stringify(
        { $schema: schema, title: 'Error Schema', type: 'object', properties: { message: { type: 'string' } } },
        null,
        2,
      ),
    },
  };
}

/** Where an API is reached from makes no difference on one machine, but a private one would have to be kept from others. */
export function checkEndpoint(configuration: EndpointConfiguration | undefined): EndpointConfiguration {
  const types = configuration?.types ?? ['EDGE'];
  if (types.includes('PRIVATE')) throw notImplemented('private endpoints (endpointConfiguration.types PRIVATE)');
  if (configuration?.vpcEndpointIds?.length) throw notImplemented('endpointConfiguration.vpcEndpointIds');
  return { types, ipAddressType: configuration?.ipAddressType ?? 'ipv4' };
}

/** What an import that overwrites starts from: the API as itself, with nothing in it. */
export function emptied({ name, createdAt, rootResourceId }: ApiDocument): Partial<ApiDocument> {
  const { apiKeySource, binaryMediaTypes, models, requestValidators, authorizers, gatewayResponses } = newApi({
    name,
    createdAt,
  });
  const resources = { [rootResourceId]: { id: rootResourceId, path: '/', methods: {} } };
  return { apiKeySource, binaryMediaTypes, models, requestValidators, authorizers, gatewayResponses, resources };
}
