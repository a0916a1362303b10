import { AwsError } from '../kernel/errors.ts';
import type { SimpleType } from './model.ts';

/**
 * What AWS's frameworks answer to a value of the wrong type. Texts as measured against Athena's JSON 1.1 endpoint
 * (46 raw requests, 2026-09-23, published in an emulator's source) and as seen in Lambda's and IoT's answers.
 */
export function serializationError(message = ''): AwsError {
  return new AwsError('SerializationException', message, { status: 400, fault: 'client' });
}

const TARGETS: Readonly<Record<SimpleType, string>> = {
  string: 'a String',
  boolean: 'a Boolean',
  integer: 'an Integer',
  long: 'a Long',
  float: 'a Float',
  double: 'a Double',
  blob: 'a Byte Array',
  timestamp: 'milliseconds since epoch',
  document: 'a Document',
};

const LIST = 'Start of list found where not expected';
const MAP = 'Start of structure or map found where not expected.';

export function wrongScalar(value: unknown, expected: SimpleType): AwsError {
  if (Array.isArray(value)) return serializationError(LIST);
  const token = tokenOf(value);
  return serializationError(token ? `${token} can not be converted to ${TARGETS[expected]}` : MAP);
}

export function wrongList(value: unknown): AwsError {
  return serializationError(tokenOf(value) ? 'Expected list or null' : MAP);
}

export function wrongStructure(value: unknown): AwsError {
  return serializationError(Array.isArray(value) ? LIST : 'Expected null');
}

function tokenOf(value: unknown): string | null {
  if (typeof value === 'string') return 'STRING_VALUE';
  if (typeof value === 'number' || typeof value === 'bigint') return 'NUMBER_VALUE';
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  return null;
}

/** Sets a member whose name came from the wire: `__proto__` is a name like any other. */
export function setOwn(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(target, name, { value, enumerable: true, writable: true, configurable: true });
  else target[name] = value;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
