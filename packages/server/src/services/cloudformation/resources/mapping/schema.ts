import { isList, isMap, isScalar, type Value, type ValueMap } from '../../rules/values.ts';

/** The shape of a property: what it may hold, and what texts are turned into (templates often write `"30"` for 30). */
export type Schema =
  | { readonly kind: 'text' | 'integer' | 'number' | 'boolean' | 'json' }
  | { readonly kind: 'list'; readonly of: Schema }
  | { readonly kind: 'map'; readonly of: Schema }
  | { readonly kind: 'object'; readonly members: Members; readonly required: readonly string[] };

export type Members = Readonly<Record<string, Schema>>;

export const text: Schema = { kind: 'text' };
export const integer: Schema = { kind: 'integer' };
export const number: Schema = { kind: 'number' };
export const boolean: Schema = { kind: 'boolean' };
/** Anything: policy documents, OpenAPI bodies. */
export const json: Schema = { kind: 'json' };

export function list(of: Schema): Schema {
  return { kind: 'list', of };
}

export function map(of: Schema): Schema {
  return { kind: 'map', of };
}

export function object(members: Members, required: readonly string[] = []): Schema {
  return { kind: 'object', members, required };
}

/** `[{ Key, Value }]`, as nearly every type has it. */
export const tags: Schema = list(object({ Key: text, Value: text }, ['Key', 'Value']));

export interface Conformed {
  readonly value: ValueMap;
  /** AWS's words, each with a JSON pointer: `#/Code: required key [S3Key] not found`. */
  readonly problems: readonly string[];
}

/** Properties with their scalars turned into what the schema has, and what is wrong with them. */
export function conform(schema: Schema, properties: ValueMap): Conformed {
  const problems: string[] = [];
  const value = convert(schema, properties, '#', problems);
  return { value: isMap(value) ? value : {}, problems };
}

function convert(schema: Schema, value: Value, path: string, problems: string[]): Value {
  switch (schema.kind) {
    case 'json':
      return value;
    case 'list':
      return isList(value)
        ? value.map((item, index) => convert(schema.of, item, `${path}/${index}`, problems))
        : wrongType('JSONArray', value, path, problems);
    case 'map':
      return isMap(value)
        ? mapValues(value, (item, key) => convert(schema.of, item, `${path}/${key}`, problems))
        : wrongType('JSONObject', value, path, problems);
    case 'object':
      return isMap(value)
        ? convertObject(schema, value, path, problems)
        : wrongType('JSONObject', value, path, problems);
    default:
      return convertScalar(schema.kind, value, path, problems);
  }
}

function convertObject(
  { members, required }: Extract<Schema, { kind: 'object' }>,
  value: ValueMap,
  path: string,
  problems: string[],
): Value {
  for (const name of required) {
    if (!Object.hasOwn(value, name)) problems.push(`${path}: required key [${name}] not found`);
  }
  return mapValues(value, (item, name) => {
    if (Object.hasOwn(members, name)) return convert(members[name]!, item, `${path}/${name}`, problems);
    problems.push(`${path}: extraneous key [${name}] is not permitted`);
    return item;
  });
}

function convertScalar(
  kind: 'text' | 'integer' | 'number' | 'boolean',
  value: Value,
  path: string,
  problems: string[],
): Value {
  if (isScalar(value)) {
    if (kind === 'text') return String(value);
    if (kind === 'boolean') {
      if (value === true || value === false) return value;
      if (value === 'true' || value === 'false') return value === 'true';
    } else {
      const converted = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      const fits = kind === 'integer' ? Number.isInteger(converted) : Number.isFinite(converted);
      if (typeof converted === 'number' && fits) return converted;
    }
  }
  return wrongType(TYPE_NAMES[kind], value, path, problems);
}

const TYPE_NAMES = { text: 'String', integer: 'Integer', number: 'Number', boolean: 'Boolean' } as const;

function wrongType(expected: string, value: Value, path: string, problems: string[]): Value {
  problems.push(`${path}: expected type: ${expected}, found: ${nameOf(value)}`);
  return value;
}

function nameOf(value: Value): string {
  if (value === null) return 'Null';
  if (isList(value)) return 'JSONArray';
  if (isMap(value)) return 'JSONObject';
  if (typeof value === 'number') return Number.isInteger(value) ? 'Integer' : 'Number';
  return typeof value === 'string' ? 'String' : 'Boolean';
}

function mapValues(value: ValueMap, change: (item: Value, key: string) => Value): ValueMap {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item, key)]));
}
