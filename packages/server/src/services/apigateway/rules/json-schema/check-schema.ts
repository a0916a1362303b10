import { DRAFT4, KEYWORDS } from './draft4.ts';
import { follow, isSchema, type Schema } from './schema.ts';
import { SchemaSet } from './schema-set.ts';

/** "Model size 400 KB" (API Gateway quotas, REST APIs). */
const MAX_BYTES = 400 * 1024;
const INVALID = 'Invalid model schema specified';

/**
 * What API Gateway says of a model's schema that it does not take, as recorded from AWS; empty when it takes it.
 * `isModel`: whether a reference names a model.
 */
export function schemaErrors(source: string, isModel: (reference: string) => boolean): string[] {
  if (Buffer.byteLength(source) > MAX_BYTES) return [`${INVALID}. The maximum size is ${MAX_BYTES} bytes`];
  const schema = parse(source);
  if (!schema || !adheres(schema)) return [INVALID];
  const parts = [...subschemas(schema)];
  const unknown = new Set(parts.flatMap((part) => Object.keys(part).filter((keyword) => !KEYWORDS.has(keyword))));
  const unsupported = `${INVALID}. Unsupported keyword(s): ${JSON.stringify([...unknown].toSorted())}`;
  const references = parts.flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []));
  const canonical = references.every((reference) =>
    reference.startsWith('#') ? follow(schema, reference.slice(1)) : isModel(reference),
  );
  return [
    ...(unknown.size > 0 ? [unsupported] : []),
    ...(parts.some(hasInvalidPattern) || parts.some((part) => isCircular(schema, part)) ? [INVALID] : []),
    ...(canonical ? [] : ['Model reference must be in canonical form']),
  ];
}

function parse(source: string): Schema | null {
  try {
    const schema: unknown = JSON.parse(source);
    return isSchema(schema) ? schema : null;
  } catch {
    return null;
  }
}

/** A schema too deep to be checked is none. */
function adheres(schema: Schema): boolean {
  try {
    return new SchemaSet(new Map()).validate(DRAFT4, schema).length === 0;
  } catch (cause) {
    if (cause instanceof RangeError) return false;
    throw cause;
  }
}

const MAPS = ['definitions', 'dependencies', 'patternProperties', 'properties'] as const;
const LISTS = ['allOf', 'anyOf', 'items', 'oneOf'] as const;
const SINGLES = ['additionalItems', 'additionalProperties', 'items', 'not'] as const;

/** A schema and all schemas in it. */
export function* subschemas(schema: Schema): Generator<Schema> {
  yield schema;
  const parts = [
    ...MAPS.flatMap((name) => (isSchema(schema[name]) ? Object.values(schema[name]) : [])),
    ...LISTS.flatMap((name) => (Array.isArray(schema[name]) ? (schema[name] as unknown[]) : [])),
    ...SINGLES.map((name) => schema[name]),
  ];
  for (const part of parts) if (isSchema(part)) yield* subschemas(part);
}

function hasInvalidPattern({ pattern, patternProperties = {} }: Schema): boolean {
  return [pattern, ...Object.keys(patternProperties as object)].some((source) => {
    try {
      return typeof source === 'string' && !new RegExp(source);
    } catch {
      return true;
    }
  });
}

/** A local reference that leads back to itself without ever reaching a schema. */
function isCircular(root: Schema, start: Schema): boolean {
  const seen = new Set<Schema>();
  let schema: Schema | undefined = start;
  while (typeof schema?.$ref === 'string' && schema.$ref.startsWith('#')) {
    if (seen.has(schema)) return true;
    seen.add(schema);
    schema = follow(root, schema.$ref.slice(1));
  }
  return false;
}
