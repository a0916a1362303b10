import type { NumberType, SimpleShape, TimestampFormat } from './model.ts';
import { serializationError, wrongScalar } from './serialization.ts';

/** Bounds of the integer kinds; a long beyond 2^53 keeps JavaScript's precision. */
const INTEGER_BOUND = 2 ** 31;
const LONG_BOUND = 2 ** 63;

/** Fractions are cut off, as AWS does (measured against Athena, 2026-09-23). */
export function toNumber(value: number, type: NumberType): number {
  if (type === 'float' || type === 'double') return value;
  const whole = Math.trunc(value);
  const bound = type === 'integer' ? INTEGER_BOUND : LONG_BOUND;
  if (!(whole >= -bound && whole < bound)) throw wrongScalar(value, type);
  return whole === 0 ? 0 : whole;
}

export function parseNumber(text: string, type: NumberType): number {
  const special = SPECIAL_NUMBERS.get(text);
  const isReal = type === 'float' || type === 'double';
  if (special !== undefined && isReal) return special;
  const pattern = isReal ? /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i : /^[+-]?\d+$/;
  if (!pattern.test(text)) throw wrongScalar(text, type);
  return toNumber(Number(text), type);
}

export const SPECIAL_NUMBERS: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

export function parseBoolean(text: string): boolean {
  if (text === 'true') return true;
  if (text === 'false') return false;
  throw wrongScalar(text, 'boolean');
}

export function parseBase64(text: string): Uint8Array {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = Buffer.from(text, 'base64');
  // Node skips what is not base 64, so that a strange character shows as a missing byte.
  if (bytes.length !== Math.floor(((text.length - padding) * 3) / 4) || (text.length - padding) % 4 === 1) {
    throw serializationError('Invalid Base64 content');
  }
  return bytes;
}

export function formatBase64(value: unknown): string {
  return toBytes(value).toString('base64');
}

/** A blob as an operation may give it: bytes or text. */
export function toBytes(value: unknown): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (typeof value === 'string') return Buffer.from(value);
  throw new TypeError(`a blob must be bytes or text, not ${typeof value}`);
}

const DATE_TIME = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:?\d\d)$/;
/** IMF-fixdate of RFC 9110; RFC 850 and asctime dates are as obsolete at AWS as in the RFC. */
const HTTP_DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d(\.\d+)? GMT$/;

export function parseTimestamp(text: string, format: TimestampFormat): Date {
  const isNumber = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text);
  if (isNumber) return fromEpochSeconds(Number(text));
  const date = DATE_TIME.test(text) || (format === 'http-date' && HTTP_DATE.test(text)) ? new Date(text) : null;
  if (!date || Number.isNaN(date.getTime())) throw wrongScalar(text, 'timestamp');
  return date;
}

export function fromEpochSeconds(seconds: number): Date {
  const date = new Date(Math.round(seconds * 1000));
  if (Number.isNaN(date.getTime())) throw wrongScalar(seconds, 'timestamp');
  return date;
}

export function formatTimestamp(value: unknown, format: TimestampFormat): string {
  const date = toDate(value);
  if (format === 'http-date') return date.toUTCString();
  if (format === 'epoch-seconds') return String(date.getTime() / 1000);
  return date.toISOString().replace('.000Z', 'Z');
}

export function toDate(value: unknown): Date {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value;
  throw new TypeError(`a timestamp must be a valid Date, not ${String(value)}`);
}

/** A scalar that travels as text: in a header, a query, a path, an XML element. */
export function parseText(shape: SimpleShape, text: string, timestamp: TimestampFormat): unknown {
  switch (shape.type) {
    case 'boolean':
      return parseBoolean(text);
    case 'blob':
      return parseBase64(text);
    case 'timestamp':
      return parseTimestamp(text, timestamp);
    case 'string':
    case 'document':
      return text;
    default:
      return parseNumber(text, shape.type);
  }
}

export function formatText(shape: SimpleShape, value: unknown, timestamp: TimestampFormat): string {
  if (shape.type === 'blob') return formatBase64(value);
  if (shape.type === 'timestamp') return formatTimestamp(value, timestamp);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TypeError(`a ${shape.type} cannot be ${typeof value}`);
}
