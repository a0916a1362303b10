import { type Compiled, compileOnce, lazily } from '../compile.ts';
import { type ServiceModel, type StructureShape, type TimestampFormat } from '../model.ts';
import { formatBase64, formatTimestamp, toDate } from '../scalars.ts';
import { setOwn } from '../serialization.ts';
import { jsonMembers } from './json-read.ts';

/** From a member's value to one that JSON.stringify writes; what is no member of the shape is left out. */
export type JsonWriter = (value: unknown) => unknown;

export function jsonWriters(model: ServiceModel, isRest: boolean): Compiled<JsonWriter> {
  return compileOnce(model, (shape, member, compiled) => {
    switch (shape.type) {
      case 'structure':
        return structure(shape, compiled, isRest);
      case 'list': {
        const item = lazily(() => compiled(shape.of));
        return (value) => (value as unknown[]).filter(isPresent).map(item());
      }
      case 'map': {
        const item = lazily(() => compiled(shape.of));
        return (value) => map(value as Record<string, unknown>, item());
      }
      case 'blob':
        return formatBase64;
      case 'timestamp':
        return (value) => timestamp(value, member.timestamp ?? 'epoch-seconds');
      case 'float':
      case 'double':
        return (value) => (Number.isFinite(value) ? value : String(value));
      default:
        return (value) => value;
    }
  });
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function timestamp(value: unknown, format: TimestampFormat): unknown {
  return format === 'epoch-seconds' ? toDate(value).getTime() / 1000 : formatTimestamp(value, format);
}

function map(value: Record<string, unknown>, write: JsonWriter): unknown {
  const entries: Record<string, unknown> = {};
  for (const key of Object.keys(value)) if (isPresent(value[key])) setOwn(entries, key, write(value[key]));
  return entries;
}

function structure(shape: StructureShape, compiled: Compiled<JsonWriter>, isRest: boolean): JsonWriter {
  const members = lazily(() =>
    jsonMembers(shape, isRest).map(({ name, wireName, ref }) => [name, wireName, compiled(ref)] as const),
  );
  return (value) => {
    const record = value as Record<string, unknown>;
    const result: Record<string, unknown> = {};
    for (const [name, wireName, write] of members()) {
      const given = record[name];
      if (given !== undefined && given !== null) result[wireName] = write(given);
    }
    return result;
  };
}
