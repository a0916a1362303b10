import { notImplemented } from '../../kernel/errors.ts';
import { decodeLabel } from '../../protocol/bindings/read.ts';
import type { WireRequest, WireResponse } from '../../protocol/wire.ts';
import type { RawOperation } from '../service.ts';
import { requestTooLarge, validation } from './errors.ts';
import { admit, enqueue, invoke, type InvocationType, type InvokeRequest, type RunResult } from './invocation.ts';
import type { LambdaCall } from './operation.ts';
import { LIMITS } from './rules/limits.ts';
import type { LambdaState } from './state.ts';
import type { Target } from './targets.ts';

const PATH_START = '/2015-03-31/functions/';
const PATH_END = '/invocations';
const INVOCATION_TYPES: readonly string[] = ['Event', 'RequestResponse', 'DryRun'];
const LOG_TYPES: readonly string[] = ['None', 'Tail'];

/** Bodies up to here are read, so that the refusal can tell their size; larger ones are refused by Content-Length. */
const READ_LIMIT_BYTES = LIMITS.syncPayloadBytes + 1_048_576;

/** Invoke over HTTP, past router, readers and writers: bytes in, bytes out (REST-JSON bindings by hand, from the model). */
export const rawInvoke: RawOperation<LambdaState> = {
  claims: ({ method, path }) =>
    method === 'POST' &&
    path.startsWith(PATH_START) &&
    path.endsWith(PATH_END) &&
    path.indexOf('/', PATH_START.length) === path.length - PATH_END.length,
  run: invokeRaw,
};

/** Awaits nothing that is known already: a turn of the microtask queue costs 0.5 us, and there were eight. */
function invokeRaw(call: LambdaCall, wire: WireRequest): Promise<WireResponse> {
  const head = readHead(wire);
  const { whole } = wire.body;
  return whole
    ? runRaw(call, { ...head, payload: whole })
    : wire.body.bytes(READ_LIMIT_BYTES).then((payload) => runRaw(call, { ...head, payload }));
}

function runRaw(call: LambdaCall, request: InvokeRequest): Promise<WireResponse> {
  const admitted = admit(call, request);
  return admitted instanceof Promise
    ? admitted.then((target) => runAdmitted(call, target, request))
    : runAdmitted(call, admitted, request);
}

async function runAdmitted(call: LambdaCall, target: Target, request: InvokeRequest): Promise<WireResponse> {
  if (request.type === 'RequestResponse')
    return respond(call.requestId, await invoke(call, target, request), request.tail === true);
  const headers = { 'x-amzn-requestid': call.requestId };
  if (request.type === 'DryRun') return { status: 204, headers, body: null };
  await enqueue(call, target, request.payload);
  return { status: 202, headers, body: null };
}

function readHead({ path, query, headers }: WireRequest): Omit<InvokeRequest, 'payload'> {
  const functionName = decodeLabel(path.slice(PATH_START.length, -PATH_END.length));
  const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
  const logType = headers['x-amz-log-type'] ?? 'None';
  requireOneOf(type, 'invocationType', INVOCATION_TYPES);
  requireOneOf(logType, 'logType', LOG_TYPES);
  if (headers['x-amz-durable-execution-name'] !== undefined) throw notImplemented('DurableExecutionName');
  if (headers['x-amz-tenant-id'] !== undefined) throw notImplemented('TenantId');
  if (functionName.length > 256)
    throw validation(functionName, 'functionName', 'Member must have length less than or equal to 256');
  if (Number(headers['content-length'] ?? 0) > READ_LIMIT_BYTES) {
    throw requestTooLarge(
      `Request must be smaller than ${LIMITS.syncPayloadBytes} bytes for the InvokeFunction operation`,
    );
  }
  return {
    functionName,
    qualifier: readQualifier(query),
    type: type as InvocationType,
    clientContext: headers['x-amz-client-context'],
    tail: logType === 'Tail',
  };
}

const QUALIFIER = /^(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9\-_$]+)$/;

function readQualifier(query: string): string | undefined {
  if (query === '') return undefined;
  const qualifier = new URLSearchParams(query).get('Qualifier');
  if (!qualifier) return undefined;
  if (qualifier.length > 128)
    throw validation(qualifier, 'qualifier', 'Member must have length less than or equal to 128');
  if (!QUALIFIER.test(qualifier)) {
    throw validation(
      qualifier,
      'qualifier',
      'Member must satisfy regular expression pattern: \\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+',
    );
  }
  return qualifier;
}

function requireOneOf(value: string, path: string, allowed: readonly string[]): void {
  if (!allowed.includes(value))
    throw validation(value, path, `Member must satisfy enum value set: [${allowed.join(', ')}]`);
}

function respond(requestId: string, { version, result }: RunResult, withLog: boolean): WireResponse {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'x-amzn-requestid': requestId,
    'x-amz-executed-version': version,
    'content-length': String(result.payload.length),
  };
  if (result.functionError) headers['x-amz-function-error'] = result.functionError;
  if (withLog) headers['x-amz-log-result'] = Buffer.from(result.logTail).toString('base64');
  return { status: 200, headers, body: result.payload };
}
