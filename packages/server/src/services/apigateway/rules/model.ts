import { badRequest } from '../errors.ts';
import type { ApiDocument } from './api.ts';
import { schemaErrors } from './json-schema/check-schema.ts';

/** How schemas refer to a model of their API. */
export function modelUrl(apiId: string, name: string): string {
  return `https://apigateway.amazonaws.com/restapis/${apiId}/models/${name}`;
}

/** "Model name must be alphanumeric". A schema may refer to other models of the API, and to its own. */
export function checkModel(api: ApiDocument, name: string, schema: string | undefined): void {
  if (!/^[a-zA-Z0-9]+$/.test(name)) throw badRequest(`Model name must be alphanumeric: ${name}`);
  if (!schema) throw badRequest('Model schema must have at least 1 property or array items defined');
  const urls = new Set([name, ...Object.keys(api.models)].map((known) => modelUrl(api.id, known)));
  const errors = schemaErrors(schema, (reference) => urls.has(reference.replace(/#$/, '')));
  if (errors.length > 0) {
    throw badRequest(`Invalid model specified: Validation Result: warnings : [], errors : [${errors.join(', ')}]`);
  }
}
