import { AwsError, notImplemented } from '../kernel/errors.ts';
import { uuid } from '../kernel/ids.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Match } from '../protocol/codec.ts';
import type { WireRequest, WireResponse } from '../protocol/wire.ts';
import type { AwsClients, Call, Host, Operation, Principal, Scope, ServiceName } from '../services/service.ts';
import { insideUnit } from '../storage/inside-unit.ts';
import type { RunningService, ServiceHost } from './service-host.ts';

/** What is known of a caller before its operation runs. */
export type Caller = Pick<
  Call,
  'requestId' | 'principal' | 'account' | 'region' | 'accessKeyId' | 'traceHeader' | 'sourceIp' | 'userAgent' | 'signal'
>;

/** The outer door: reads, runs and answers one request of a service, in its caller's protocol. */
export async function dispatchRequest(
  services: ServiceHost,
  host: Host,
  name: ServiceName,
  caller: Caller,
  request: WireRequest,
): Promise<WireResponse> {
  const service = services.ready(name) ?? (await services.get(name));
  const call = new ServiceCall(service, host, caller);
  const { around } = service.definition;
  return around ? around(call, request, (inner) => perform(service, call, inner)) : perform(service, call, request);
}

async function perform(service: RunningService, call: Call, request: WireRequest): Promise<WireResponse> {
  const found = service.codec.match(request);
  const match = found instanceof Promise ? await found : found;
  try {
    return await answer(service, call, match, request);
  } catch (error) {
    const where = { service: service.definition.name, operation: match.operation, requestId: call.requestId };
    return match.renderError(asAwsError(error, call.host.logger, where), call.requestId);
  }
}

async function answer(service: RunningService, call: Call, match: Match, request: WireRequest): Promise<WireResponse> {
  const raw = service.definition.raw?.[match.operation];
  if (raw) return raw(call, request);
  const operation = operationOf(service, match.operation);
  const input = await match.read();
  return match.write(await run(operation, call, match.operation, input), call.requestId);
}

/** The inner door: the same operations without HTTP, acting as `principal`. */
export function innerDoor(services: ServiceHost, host: () => Host, scope: Scope, principal: Principal): AwsClients {
  const client = (name: ServiceName) =>
    new Proxy(
      {},
      { get: (_, operation: string) => (input: Record<string, unknown>) => callInside(name, operation, input) },
    );

  async function callInside(name: ServiceName, operation: string, input: Record<string, unknown>): Promise<unknown> {
    if (insideUnit())
      throw new Error(`call.aws.${name}.${operation} inside a unit of work would deadlock: call it before or after`);
    const service = await services.get(name);
    service.codec.check(operation, input);
    const { account, region } = scope;
    const caller = { account, region, principal, requestId: uuid(), signal: host().signal };
    return run(operationOf(service, operation), new ServiceCall(service, host(), caller), operation, input);
  }

  return new Proxy({}, { get: (_, name: ServiceName) => client(name) }) as AwsClients;
}

type AnyOperation = Operation<unknown, Record<string, unknown>, Record<string, unknown>>;

function operationOf(service: RunningService, name: string): AnyOperation {
  const operations = service.definition.operations as Readonly<Record<string, AnyOperation | undefined>>;
  const operation = operations[name];
  if (!operation) throw notImplemented(`${service.definition.name}:${name}`);
  return operation;
}

async function run(
  operation: AnyOperation,
  call: Call,
  name: string,
  input: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const refused = operation.refuses.find((member) => input[member] !== undefined);
  if (refused) throw notImplemented(`${name}'s ${refused}`);
  return operation.run(call, input);
}

/** What most calls never ask for, the abort signal and the other services, is made when it is. */
class ServiceCall implements Call {
  readonly requestId: string;
  readonly principal: Principal;
  readonly account: string;
  readonly region: string;
  readonly accessKeyId?: string;
  readonly traceHeader?: string;
  readonly sourceIp?: string;
  readonly userAgent?: string;
  readonly host: Host;
  readonly service: unknown;
  readonly #name: ServiceName;
  readonly #caller: Caller;
  #aws: AwsClients | null = null;

  constructor(service: RunningService, host: Host, caller: Caller) {
    this.requestId = caller.requestId;
    this.principal = caller.principal;
    this.account = caller.account;
    this.region = caller.region;
    if (caller.accessKeyId !== undefined) this.accessKeyId = caller.accessKeyId;
    if (caller.traceHeader !== undefined) this.traceHeader = caller.traceHeader;
    if (caller.sourceIp !== undefined) this.sourceIp = caller.sourceIp;
    if (caller.userAgent !== undefined) this.userAgent = caller.userAgent;
    this.host = host;
    this.service = service.state;
    this.#name = service.definition.name;
    this.#caller = caller;
  }

  get signal(): AbortSignal {
    return this.#caller.signal;
  }

  get aws(): AwsClients {
    const { account } = this;
    this.#aws ??= this.host.aws(this, { kind: 'service', name: `${this.#name}.amazonaws.com`, sourceAccount: account });
    return this.#aws;
  }
}

/** Anything that is no service error is a bug: logged with its cause, answered without a stack. */
export function asAwsError(error: unknown, logger: Logger, where: Readonly<Record<string, unknown>>): AwsError {
  if (error instanceof AwsError) return error;
  logger.error('an operation failed unexpectedly', { ...where, cause: error });
  const code = where.service === 'lambda' ? 'ServiceException' : 'InternalFailure';
  return new AwsError(code, 'An internal error occurred; the log of Hearth has the details.', {
    status: 500,
    fault: 'server',
    cause: error,
  });
}
