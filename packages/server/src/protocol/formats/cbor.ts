import { tag, tagSymbol } from '@smithy/core/cbor';
import { type Compiled, compileOnce, lazily } from '../compile.ts';
import type { NumberType, ServiceModel, StructureShape } from '../model.ts';
import { fromEpochSeconds, toBytes, toDate, toNumber } from '../scalars.ts';
import { isRecord, setOwn, wrongList, wrongScalar, wrongStructure } from '../serialization.ts';

/** From a decoded CBOR value to a member's, and back. */
export type CborConverter = (value: unknown) => unknown;

/** https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html: timestamps carry tag 1, blobs are byte strings. */
export function cborReaders(model: ServiceModel): Compiled<CborConverter> {
  return compileOnce<CborConverter>(model, (shape, _member, compiled) => {
    switch (shape.type) {
      case 'structure':
        return structure(shape, compiled, (value) => (isRecord(value) ? value : fail(wrongStructure(value))));
      case 'list': {
        const item = lazily(() => compiled(shape.of));
        return (value) => (Array.isArray(value) ? value.filter(isPresent).map(item()) : fail(wrongList(value)));
      }
      case 'map': {
        const item = lazily(() => compiled(shape.of));
        return (value) => (isRecord(value) ? entries(value, item()) : fail(wrongStructure(value)));
      }
      case 'string':
        return (value) => (typeof value === 'string' ? value : fail(wrongScalar(value, 'string')));
      case 'boolean':
        return (value) => (typeof value === 'boolean' ? value : fail(wrongScalar(value, 'boolean')));
      case 'blob':
        return (value) => (value instanceof Uint8Array ? value : fail(wrongScalar(value, 'blob')));
      case 'timestamp':
        return readTimestamp;
      case 'document':
        return (value) => value;
      default:
        return (value) => readNumber(value, shape.type as NumberType);
    }
  });
}

export function cborWriters(model: ServiceModel): Compiled<CborConverter> {
  return compileOnce<CborConverter>(model, (shape, _member, compiled) => {
    switch (shape.type) {
      case 'structure':
        return structure(shape, compiled, (value) => value as Record<string, unknown>);
      case 'list': {
        const item = lazily(() => compiled(shape.of));
        return (value) => (value as unknown[]).filter(isPresent).map(item());
      }
      case 'map': {
        const item = lazily(() => compiled(shape.of));
        return (value) => entries(value as Record<string, unknown>, item());
      }
      case 'blob':
        return toBytes;
      case 'timestamp':
        return (value) => tag({ tag: 1, value: toDate(value).getTime() / 1000 });
      default:
        return (value) => value;
    }
  });
}

function fail(error: Error): never {
  throw error;
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function entries(value: Record<string, unknown>, convert: CborConverter): unknown {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) if (isPresent(value[key])) setOwn(result, key, convert(value[key]));
  return result;
}

function structure(
  shape: StructureShape,
  compiled: Compiled<CborConverter>,
  recordOf: (value: unknown) => Record<string, unknown>,
): CborConverter {
  const members = lazily(() => Object.entries(shape.members).map(([name, ref]) => [name, compiled(ref)] as const));
  return (value) => {
    const record = recordOf(value);
    const result: Record<string, unknown> = {};
    for (const [name, convert] of members()) {
      const given = record[name];
      if (given !== undefined && given !== null) result[name] = convert(given);
    }
    return result;
  };
}

function readNumber(value: unknown, type: NumberType): number {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number !== 'number') throw wrongScalar(value, type);
  return toNumber(number, type);
}

function readTimestamp(value: unknown): Date {
  const tagged = isRecord(value) && tagSymbol in value ? (value as { tag?: unknown; value?: unknown }) : null;
  const seconds = tagged && Number(tagged.tag) === 1 ? tagged.value : value;
  if (typeof seconds !== 'number' && typeof seconds !== 'bigint') throw wrongScalar(value, 'timestamp');
  return fromEpochSeconds(Number(seconds));
}
