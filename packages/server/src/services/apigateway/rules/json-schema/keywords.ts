import { format as FORMATS } from '@cfworker/json-schema';
import type { Schema } from './schema.ts';

/** What a keyword may ask of the schema that it stands in. */
export interface Evaluation {
  readonly schema: Schema;
  /** What is wrong with a value by another schema. */
  readonly faults: (schema: Schema, value: unknown) => readonly string[];
  readonly matches: (pattern: string, text: string) => boolean;
}

/** The keyword's value, the instance, what surrounds them: what is wrong. */
type Keyword = (argument: never, instance: never, evaluation: Evaluation) => readonly string[];
type Keywords = Readonly<Record<string, Keyword>>;

const ANY: Keywords = {
  type: (wanted: string | string[], instance: unknown) => {
    const allowed = [wanted].flat().toSorted();
    const type = typeOf(instance);
    if (allowed.includes(type) || (type === 'integer' && allowed.includes('number'))) return [];
    const named = allowed.includes('number') ? [...new Set(['integer', ...allowed])].toSorted() : allowed;
    return [`instance type (${type}) does not match any allowed primitive type (allowed: ${JSON.stringify(named)})`];
  },
  enum: (values: unknown[], instance: unknown) => {
    if (typeof instance !== 'object' || instance === null ? values.includes(instance) : isOneOf(values, instance))
      return [];
    return [
      `instance value (${JSON.stringify(instance)}) not found in enum (possible values: ${JSON.stringify(values)})`,
    ];
  },
  allOf: (parts: Schema[], instance: unknown, evaluation) => {
    const matched = countMatches(parts, instance, evaluation);
    if (matched === parts.length) return [];
    return [`instance failed to match all required schemas (matched only ${matched} out of ${parts.length})`];
  },
  anyOf: (parts: Schema[], instance: unknown, { faults }) =>
    parts.some((part) => faults(part, instance).length === 0)
      ? []
      : [`instance failed to match at least one required schema among ${parts.length}`],
  oneOf: (parts: Schema[], instance: unknown, evaluation) => {
    const matched = countMatches(parts, instance, evaluation);
    return matched === 1
      ? []
      : [`instance failed to match exactly one schema (matched ${matched} out of ${parts.length})`];
  },
  not: (part: Schema, instance: unknown, { faults }) =>
    faults(part, instance).length === 0 ? ['instance matched a schema which it should not have'] : [],
};

const NUMBER: Keywords = {
  maximum: (maximum: number, value: number, { schema }) => {
    if (schema.exclusiveMaximum === true && value === maximum)
      return [`numeric instance is not strictly lower than the required maximum ${maximum}`];
    if (value <= maximum) return [];
    return [`numeric instance is greater than the required maximum (maximum: ${maximum}, found: ${value})`];
  },
  minimum: (minimum: number, value: number, { schema }) => {
    if (schema.exclusiveMinimum === true && value === minimum)
      return [`numeric instance is not strictly greater than the required minimum ${minimum}`];
    if (value >= minimum) return [];
    return [`numeric instance is lower than the required minimum (minimum: ${minimum}, found: ${value})`];
  },
  multipleOf: (divisor: number, value: number) =>
    isMultiple(value, divisor) ? [] : [`remainder of division is not zero (${value} / ${divisor})`],
};

const STRING: Keywords = {
  maxLength: (maximum: number, text: string) => {
    const length = codePoints(text);
    if (length <= maximum) return [];
    return [`string "${text}" is too long (length: ${length}, maximum allowed: ${maximum})`];
  },
  minLength: (minimum: number, text: string) => {
    const length = codePoints(text);
    if (length >= minimum) return [];
    return [`string "${text}" is too short (length: ${length}, required minimum: ${minimum})`];
  },
  pattern: (pattern: string, text: string, { matches }) =>
    matches(pattern, text) ? [] : [`ECMA 262 regex "${pattern}" does not match input string "${text}"`],
  format: (name: string, text: string) =>
    !DRAFT4_FORMATS.has(name) || FORMATS[name]!(text)
      ? []
      : [`string "${text}" is not valid against requested format ${name}`],
};

/** Draft 4, section 7.3; unknown formats are no constraint. */
const DRAFT4_FORMATS: ReadonlySet<string> = new Set(['date-time', 'email', 'hostname', 'ipv4', 'ipv6', 'uri']);

const ARRAY: Keywords = {
  additionalItems: (allowed: unknown, { length }: unknown[], { schema: { items } }) =>
    allowed === false && Array.isArray(items) && length > items.length
      ? [`array has too many elements (${length}), the schema only allows ${items.length}`]
      : [],
  maxItems: (maximum: number, { length }: unknown[]) =>
    length <= maximum
      ? []
      : [`array is too long: must have at most ${maximum} elements but instance has ${length} elements`],
  minItems: (minimum: number, { length }: unknown[]) =>
    length >= minimum
      ? []
      : [`array is too short: must have at least ${minimum} elements but instance has ${length} elements`],
  uniqueItems: (unique: boolean, items: unknown[]) =>
    unique && new Set(items.map(comparable)).size < items.length ? ['array must not contain duplicate elements'] : [],
};

const OBJECT: Keywords = {
  additionalProperties: (allowed: unknown, instance: object, { schema, matches }) => {
    if (allowed !== false) return [];
    const { properties = {}, patternProperties = {} } = schema as Record<string, object>;
    const patterns = Object.keys(patternProperties);
    const extra = Object.keys(instance).filter(
      (name) => !Object.hasOwn(properties, name) && !patterns.some((pattern) => matches(pattern, name)),
    );
    if (extra.length === 0) return [];
    return [`object instance has properties which are not allowed by the schema: ${JSON.stringify(extra.toSorted())}`];
  },
  dependencies: (dependencies: Readonly<Record<string, Schema | string[]>>, instance: object, { faults }) =>
    Object.entries(dependencies).flatMap(([name, needs]) => {
      if (!Object.hasOwn(instance, name)) return [];
      if (!Array.isArray(needs)) return faults(needs, instance);
      const missing = needs.filter((need) => !Object.hasOwn(instance, need)).toSorted();
      if (missing.length === 0) return [];
      const [wanted, lacking] = [needs.toSorted(), missing].map((names) => JSON.stringify(names));
      return [
        `property "${name}" of object has missing property dependencies (requires ${wanted}; missing: ${lacking})`,
      ];
    }),
  maxProperties: (maximum: number, instance: object) => {
    const { length } = Object.keys(instance);
    if (length <= maximum) return [];
    return [`object has too many properties (found ${length} but schema requires at most ${maximum})`];
  },
  minProperties: (minimum: number, instance: object) => {
    const { length } = Object.keys(instance);
    if (length >= minimum) return [];
    return [`object has too few properties (found ${length} but schema requires at least ${minimum})`];
  },
  required: (names: string[], instance: object) => {
    const missing = names.filter((name) => !Object.hasOwn(instance, name)).toSorted();
    return missing.length === 0 ? [] : [`object has missing required properties (${JSON.stringify(missing)})`];
  },
};

const BY_TYPE: Readonly<Record<string, readonly [string, Keyword][]>> = {
  array: Object.entries({ ...ANY, ...ARRAY }),
  boolean: Object.entries(ANY),
  integer: Object.entries({ ...ANY, ...NUMBER }),
  null: Object.entries(ANY),
  number: Object.entries({ ...ANY, ...NUMBER }),
  object: Object.entries({ ...ANY, ...OBJECT }),
  string: Object.entries({ ...ANY, ...STRING }),
};

/** The keywords that say something of values of a type. */
export function keywordsFor(type: string): readonly [string, Keyword][] {
  return BY_TYPE[type]!;
}

/** One of draft 4's types; a number without fraction is an integer. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function isOneOf(values: readonly unknown[], instance: object): boolean {
  const wanted = canonical(instance);
  return values.some((value) => canonical(value) === wanted);
}

function countMatches(parts: readonly Schema[], instance: unknown, { faults }: Evaluation): number {
  return parts.filter((part) => faults(part, instance).length === 0).length;
}

/** Equal for equal values: numbers as they are, so that a million of them need no texts. */
function comparable(value: unknown): unknown {
  return typeof value === 'number' ? value : canonical(value);
}

/** The same text for equal values, whatever the order of their members. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, part]) => `${JSON.stringify(name)}:${canonical(part)}`).join(',')}}`;
}

/** In decimals, as JSON writes numbers: 0.3 is a multiple of 0.1. */
function isMultiple(value: number, divisor: number): boolean {
  const scale = 10 ** Math.max(decimals(value), decimals(divisor));
  const [scaled, by] = [Math.round(value * scale), Math.round(divisor * scale)];
  return Number.isSafeInteger(scaled) && by > 0 ? scaled % by === 0 : value % divisor === 0;
}

function decimals(value: number): number {
  const [digits = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(exponent));
}

function codePoints(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}
