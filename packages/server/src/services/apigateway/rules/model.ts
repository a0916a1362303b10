import { badRequest } from '../errors.ts';

/** "Model name must be alphanumeric". */
export function checkModel(name: string, schema: string | undefined): void {
  if (!/^[a-zA-Z0-9]+$/.test(name)) throw badRequest(`Model name must be alphanumeric: ${name}`);
  if (!schema) throw badRequest('Model schema must have at least 1 property or array items defined');
  try {
    JSON.parse(schema);
  } catch (cause) {
    throw Object.assign(
      badRequest(
        'Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]',
      ),
      { cause },
    );
  }
}
