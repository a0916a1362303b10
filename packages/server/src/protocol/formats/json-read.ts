import { type Compiled, compileOnce, lazily } from '../compile.ts';
import {
  memberOf,
  type MapShape,
  type MemberRef,
  type NumberType,
  type ServiceModel,
  type StructureShape,
  type TimestampFormat,
} from '../model.ts';
import { fromEpochSeconds, parseBase64, parseTimestamp, SPECIAL_NUMBERS, toNumber } from '../scalars.ts';
import { isRecord, serializationError, setOwn, wrongList, wrongScalar, wrongStructure } from '../serialization.ts';

/** From a parsed JSON value to a member's value. Nulls in objects and lists count as absent, as at AWS. */
export type JsonReader = (value: unknown) => unknown;

/** `isRest`: REST-JSON honours HTTP bindings and jsonName, AWS-JSON puts every member into the body under its own name. */
export function jsonReaders(model: ServiceModel, isRest: boolean): Compiled<JsonReader> {
  return compileOnce(model, (shape, member, compiled) => {
    switch (shape.type) {
      case 'structure':
        return structure(shape, compiled, isRest);
      case 'list':
        return list(lazily(() => compiled(shape.of)));
      case 'map':
        return map(shape, compiled);
      case 'string':
        return (value) => (typeof value === 'string' ? value : fail(wrongScalar(value, 'string')));
      case 'boolean':
        return (value) => (typeof value === 'boolean' ? value : fail(wrongScalar(value, 'boolean')));
      case 'blob':
        return (value) => (typeof value === 'string' ? parseBase64(value) : fail(wrongScalar(value, 'blob')));
      case 'timestamp':
        return (value) => timestamp(value, member.timestamp ?? 'epoch-seconds');
      case 'document':
        return (value) => value;
      default:
        return (value) => number(value, shape.type as NumberType);
    }
  });
}

function fail(error: Error): never {
  throw error;
}

function number(value: unknown, type: NumberType): number {
  if (typeof value === 'number') return toNumber(value, type);
  const special = type === 'float' || type === 'double' ? SPECIAL_NUMBERS.get(value as string) : undefined;
  if (special === undefined) throw wrongScalar(value, type);
  return special;
}

function timestamp(value: unknown, format: TimestampFormat): Date {
  if (typeof value === 'number') return fromEpochSeconds(value);
  if (typeof value === 'string' && format !== 'epoch-seconds') return parseTimestamp(value, format);
  throw wrongScalar(value, 'timestamp');
}

function list(item: () => JsonReader): JsonReader {
  return (value) => {
    if (!Array.isArray(value)) throw wrongList(value);
    const read = item();
    const items: unknown[] = [];
    for (const entry of value) if (entry !== null) items.push(read(entry));
    return items;
  };
}

function map(shape: MapShape, compiled: Compiled<JsonReader>): JsonReader {
  const item = lazily(() => compiled(shape.of));
  return (value) => {
    if (!isRecord(value)) throw wrongStructure(value);
    const read = item();
    const entries: Record<string, unknown> = {};
    for (const key of Object.keys(value)) if (value[key] !== null) setOwn(entries, key, read(value[key]));
    return entries;
  };
}

function structure(shape: StructureShape, compiled: Compiled<JsonReader>, isRest: boolean): JsonReader {
  const members = lazily(() =>
    jsonMembers(shape, isRest).map(({ name, wireName, ref }) => [name, wireName, compiled(ref)] as const),
  );
  return (value) => {
    if (!isRecord(value)) throw wrongStructure(value);
    const result: Record<string, unknown> = {};
    for (const [name, wireName, read] of members()) {
      const given = value[wireName];
      if (given !== undefined && given !== null) result[name] = read(given);
    }
    return result;
  };
}

/** The members that travel in the body, and what they are called there. */
export function jsonMembers(
  shape: StructureShape,
  isRest: boolean,
): { name: string; wireName: string; ref: MemberRef }[] {
  const members = Object.entries(shape.members).filter(([, ref]) => !isRest || memberOf(ref).in === undefined);
  return members.map(([name, ref]) => ({ name, wireName: (isRest && memberOf(ref).jsonName) || name, ref }));
}

/** The value in a JSON body. */
export function parseJsonBody(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(UTF8.decode(bytes)) as unknown;
  } catch {
    throw serializationError();
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });
