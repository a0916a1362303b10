import { malformedResponse } from './fault.ts';
import { push, type MultiValues, textOf } from './values.ts';

/** What a function answers to a proxy event. */
export interface ProxyResponse {
  readonly status: number;
  readonly headers: MultiValues;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

const MEMBERS = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded']);

/**
 * Reads the answer as AWS does: no other members, null for absent, scalars for one another (`"201"` for a status,
 * `true` for a header). Throws the 502 of a malformed response otherwise.
 */
export function parseProxyResponse(payload: Uint8Array): ProxyResponse {
  const answer = parseObject(payload);
  if (Object.keys(answer).some((key) => !MEMBERS.has(key))) throw malformedResponse();
  return {
    status: readStatus(answer.statusCode),
    headers: readHeaders(answer),
    body: readText(answer.body) ?? '',
    isBase64Encoded: readText(answer.isBase64Encoded)?.toLowerCase() === 'true',
  };
}

function parseObject(payload: Uint8Array): Record<string, unknown> {
  try {
    const answer: unknown = JSON.parse(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString());
    if (isObject(answer)) return answer;
  } catch (cause) {
    throw malformedResponse(cause);
  }
  throw malformedResponse();
}

function readStatus(value: unknown): number {
  if (value === undefined || value === null) return 200;
  const status = Number(readText(value));
  if (!Number.isInteger(status) || status < 200 || status > 599) throw malformedResponse();
  return status;
}

/** Values of `multiValueHeaders` come first, in its casing; a name that stands in both has all of them (recorded). */
function readHeaders({ headers, multiValueHeaders }: Record<string, unknown>): MultiValues {
  const values: MultiValues = {};
  const casing = new Map<string, string>();
  const add = (name: string, value: unknown): void => {
    const text = readText(value);
    if (text === null) return;
    const known = casing.get(name.toLowerCase()) ?? name;
    casing.set(name.toLowerCase(), known);
    push(values, known, text);
  };
  for (const [name, list] of entriesOf(multiValueHeaders)) {
    if (!Array.isArray(list)) throw malformedResponse();
    for (const value of list) add(name, value);
  }
  for (const [name, value] of entriesOf(headers)) add(name, value);
  return values;
}

function entriesOf(value: unknown): [string, unknown][] {
  if (value === undefined || value === null) return [];
  if (!isObject(value)) throw malformedResponse();
  return Object.entries(value);
}

function readText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'object') throw malformedResponse();
  return textOf(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
