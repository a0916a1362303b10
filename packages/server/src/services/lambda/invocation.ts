import type { Invocation, InvocationResult, ResponseSink } from '../../engine/engine.ts';
import type { InputOf } from '../service.ts';
import { accessDenied, conflict, invalidRequestContent, requestTooLarge } from './errors.ts';
import type { LambdaCall } from './operation.ts';
import { type FunctionReference, functionArn, parseFunctionReference } from './rules/function-names.ts';
import { checkJsonPayload } from './rules/json-payload.ts';
import { LIMITS } from './rules/limits.ts';
import { conditionValues, isAllowed } from './rules/permission-evaluation.ts';
import type { LambdaState } from './state.ts';
import { chooseRunnable, type Runnable, type Target } from './targets.ts';

export type InvocationType = 'RequestResponse' | 'Event' | 'DryRun';

/** One of the Invoke family's requests, whichever door it came through. */
export interface InvokeRequest {
  readonly functionName: string;
  readonly qualifier?: string | undefined;
  readonly type: InvocationType;
  /** Base64, as it came. */
  readonly clientContext?: string | undefined;
  readonly payload: Uint8Array;
  /** LogType: Tail. */
  readonly tail?: boolean;
}

export interface RunResult {
  readonly version: string;
  readonly result: InvocationResult;
}

const INVOKE = 'lambda:InvokeFunction';

/** Checks everything that AWS checks before it accepts an invocation; returns what it is for. */
export function admit(call: LambdaCall, request: InvokeRequest): Target | Promise<Target> {
  const reference = parseFunctionReference(call, request.functionName, request.qualifier);
  checkSize(request);
  const known = call.service.targets.peek(reference);
  const check = (target: Target) => {
    authorise(call, target);
    checkJsonPayload(request.payload);
    checkState(target.first);
    return target;
  };
  return known ? check(known) : findForCaller(call, reference).then(check);
}

/** Runs an admitted request now. Throws 429s, and ResourceConflictException while a version cannot be invoked. */
export function invoke(
  call: LambdaCall,
  target: Target,
  request: InvokeRequest,
  streaming?: { chosen: Runnable; stream: ResponseSink },
): Promise<RunResult> {
  const invocation: RunRequest = {
    requestId: call.requestId,
    payload: request.payload,
    tail: request.tail === true,
    abandoned: () => call.gone === true,
    clientContext: decodeClientContext(request.clientContext),
    traceHeader: call.traceHeader,
    stream: streaming?.stream,
  };
  return run(call.service, target, invocation, streaming?.chosen);
}

/** Commits an admitted request to the asynchronous queue. The client context is not delivered, as on AWS. */
export async function enqueue(call: LambdaCall, target: Target, payload: Uint8Array): Promise<void> {
  const { account, region, name, qualifier } = target.reference;
  await call.service.queue.enqueue({
    requestId: call.requestId,
    account,
    region,
    functionName: name,
    ...(qualifier === undefined ? {} : { qualifier }),
    ...(call.traceHeader === undefined ? {} : { traceHeader: call.traceHeader }),
    payload,
    acceptedAt: call.host.clock.now(),
    returns: 0,
  });
}

export type RunRequest = Omit<Invocation, 'invokedArn'>;

/** Throws as `invoke` does, before anything runs. */
export function run(
  state: LambdaState,
  target: Target,
  request: RunRequest,
  chosen = chooseRunnable(target),
): Promise<RunResult> {
  checkState(chosen);
  state.concurrency.enter(target);
  const over = () => {
    state.concurrency.leave(target);
    state.recent.note(target);
  };
  return state.host.engine.invoke(chosen.spec, { ...request, invokedArn: target.invokedArn }).then(
    (result) => {
      over();
      return { version: chosen.spec.version, result };
    },
    (error: unknown) => {
      over();
      throw error;
    },
  );
}

/** Readers give bytes; callers of the inner door may give whatever the SDK's type allows. */
export function toBytes(payload: InputOf<'lambda', 'Invoke'>['Payload']): Uint8Array {
  if (payload === undefined) return new Uint8Array();
  if (typeof payload === 'string') return Buffer.from(payload);
  return payload instanceof Uint8Array ? payload : new Uint8Array(payload as ArrayBuffer);
}

/** Functions of other accounts answer alike whether they exist or not, unless their policy lets the caller in. */
async function findForCaller(call: LambdaCall, reference: FunctionReference): Promise<Target> {
  if (reference.account === call.account) return call.service.targets.find(reference);
  return call.service.targets.find(reference).catch(() => Promise.reject(accessDenied()));
}

/**
 * Services need a statement in the function's policy, always; identities only across accounts (their own account's
 * identity policies are the gateway's to evaluate).
 */
function authorise({ principal, account }: LambdaCall, target: Target): void {
  if (principal.kind !== 'service' && target.reference.account === account) return;
  const request = { principal, action: INVOKE, values: conditionValues(principal) };
  if (isAllowed(target.statements, request)) return;
  if (principal.kind !== 'service') throw accessDenied();
  const why = `because no resource-based policy allows the ${INVOKE} action`;
  throw accessDenied(
    `User: ${principal.name} is not authorized to perform: ${INVOKE} on resource: ${functionArn(target.reference)} ${why}`,
  );
}

function checkState({ blocked }: Runnable): void {
  if (!blocked) return;
  throw conflict(
    `The operation cannot be performed at this time. The function is currently in the following state: ${blocked}`,
  );
}

function checkSize({ payload, type }: InvokeRequest): void {
  const limit = type === 'Event' ? LIMITS.eventPayloadBytes : LIMITS.syncPayloadBytes;
  if (payload.length <= limit) return;
  const invocationType = type === 'Event' ? 'Event' : 'RequestResponse';
  throw requestTooLarge(
    `${payload.length} byte payload is too large for the ${invocationType} invocation type (limit ${limit} bytes)`,
  );
}

function decodeClientContext(encoded: string | undefined): string | undefined {
  if (encoded === undefined || encoded === '') return undefined;
  if (encoded.length > LIMITS.clientContextBytes) {
    throw invalidRequestContent('Client context must be no more than 3583 bytes when base64-encoded.');
  }
  const text = Buffer.from(encoded, 'base64').toString();
  try {
    JSON.parse(text);
    return text;
  } catch (cause) {
    throw invalidRequestContent('Client context must be a valid Base64-encoded JSON object.', cause);
  }
}
