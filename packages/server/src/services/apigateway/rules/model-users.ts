import type { ApiDocument, MethodNode } from './api.ts';
import { subschemas } from './json-schema/check-schema.ts';
import type { Schema } from './json-schema/schema.ts';
import { modelUrl } from './model.ts';

/**
 * What keeps a model from being deleted, in AWS's words: `method request: /pets/POST` and `method response: /pets/GET`
 * as recorded; of another model AWS's words are not known, these are made alike. A model may refer to itself.
 */
export function userOfModel(api: ApiDocument, name: string): string | undefined {
  const methods = Object.values(api.resources).flatMap(({ path, methods: all }) =>
    Object.values(all).map((method) => ({ method, at: `${path}/${method.httpMethod}` })),
  );
  const request = methods.find(({ method }) => uses(method.requestModels, name));
  if (request) return `method request: ${request.at}`;
  const response = methods.find(({ method }) => responds(method, name));
  if (response) return `method response: ${response.at}`;
  const model = Object.values(api.models).find((other) => other.name !== name && refers(api, other.schema, name));
  return model && `model: ${model.name}`;
}

function uses(models: Readonly<Record<string, string>> | undefined, name: string): boolean {
  return Object.values(models ?? {}).includes(name);
}

function responds({ methodResponses }: MethodNode, name: string): boolean {
  return Object.values(methodResponses).some(({ responseModels }) => uses(responseModels, name));
}

function refers(api: ApiDocument, schema: string | undefined, name: string): boolean {
  const url = modelUrl(api.id, name);
  const parts = subschemas(JSON.parse(schema ?? '{}') as Schema);
  return parts.some(({ $ref }) => typeof $ref === 'string' && $ref.split('#', 1)[0] === url);
}
