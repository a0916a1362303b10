import { isHeaderName } from '../header-text.ts';
import { push, type MultiValues } from './values.ts';

/** Never reach an integration (recorded by LocalStack's AWS-validated suite). */
const DROPPED_FROM_REQUESTS = new Set([
  'connection',
  'content-length',
  'content-md5',
  'expect',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'transfer-encoding',
  'trailer',
  'upgrade',
  'www-authenticate',
]);

/** Responses carry these as `x-amzn-Remapped-…`: the gateway's own stand in their place. */
const REMAPPED = new Set(['connection', 'content-length', 'date', 'server']);
const REMAPPED_UNLESS_PROXY = new Set([
  ...REMAPPED,
  'authorization',
  'content-md5',
  'expect',
  'host',
  'max-forwards',
  'proxy-authenticate',
  'trailer',
  'upgrade',
  'user-agent',
  'www-authenticate',
]);

export interface Arrived {
  readonly sourceIp: string;
  readonly host: string;
  readonly traceId: string;
}

/** What integrations get of a request's headers: filtered, and with what the gateway knows. */
export function integrationHeaders(headers: MultiValues, { sourceIp, host, traceId }: Arrived): MultiValues {
  const kept: MultiValues = {};
  for (const [name, values] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (DROPPED_FROM_REQUESTS.has(lower) || ADDED.has(lower)) continue;
    for (const value of values) push(kept, name, value);
  }
  const forwarded = Object.entries(headers).find(([name]) => name.toLowerCase() === 'x-forwarded-for')?.[1] ?? [];
  push(kept, 'X-Amzn-Trace-Id', traceId);
  push(kept, 'X-Forwarded-For', [...forwarded, sourceIp].join(', '));
  push(kept, 'X-Forwarded-Port', /:(\d+)$/.exec(host)?.[1] ?? '80');
  push(kept, 'X-Forwarded-Proto', 'http');
  return kept;
}

const ADDED = new Set(['x-amzn-trace-id', 'x-forwarded-for', 'x-forwarded-port', 'x-forwarded-proto']);

export type IntegrationKind = 'AWS' | 'AWS_PROXY' | 'HTTP' | 'HTTP_PROXY' | 'MOCK';

/** A response's headers as clients get them. */
export function clientHeaders(headers: MultiValues, kind: IntegrationKind): MultiValues {
  const remapped = kind === 'AWS' || kind === 'HTTP' ? REMAPPED_UNLESS_PROXY : REMAPPED;
  const kept: MultiValues = {};
  for (const [name, values] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (lower === 'transfer-encoding') continue;
    if (kind === 'HTTP_PROXY' && (lower === 'content-encoding' || lower === 'via')) continue;
    for (const value of values) push(kept, remapped.has(lower) ? `x-amzn-Remapped-${name}` : name, value);
  }
  return kept;
}

/** Header names and values that HTTP can carry; a function may answer anything. */
export function isSendable(headers: MultiValues): boolean {
  return Object.entries(headers).every(
    // oxlint-disable-next-line no-control-regex -- field-content of RFC 9110, 5.5, as Node checks it
    ([name, values]) => isHeaderName(name) && values.every((value) => /^[\t\x20-\x7e\x80-\xff]*$/.test(value)),
  );
}
