import { AwsError, notImplemented } from '../kernel/errors.ts';
import { uuid } from '../kernel/ids.ts';
import type { Logger } from '../kernel/logger.ts';
import type { WireRequest, WireResponse } from '../protocol/wire.ts';
import type {
  AwsClients,
  Call,
  Host,
  Operation,
  Principal,
  RawOperation,
  Scope,
  ServiceName,
} from '../services/service.ts';
import { insideUnit } from '../storage/inside-unit.ts';
import type { RunningService, ServiceHost } from './service-host.ts';

/** What is known of a caller before its operation runs. */
export type Caller = Pick<
  Call,
  | 'requestId'
  | 'principal'
  | 'account'
  | 'region'
  | 'accessKeyId'
  | 'traceHeader'
  | 'sourceIp'
  | 'userAgent'
  | 'signal'
  | 'gone'
>;

/** The outer door: reads, runs and answers one request of a service, in its caller's protocol. */
export function dispatchRequest(
  services: ServiceHost,
  host: Host,
  name: ServiceName,
  caller: Caller,
  request: WireRequest,
): Promise<WireResponse> {
  const dispatch = (service: RunningService) => {
    const call = new ServiceCall(service, host, caller);
    const { around } = service.definition;
    return around ? around(call, request, (inner) => perform(service, call, inner)) : perform(service, call, request);
  };
  const service = services.ready(name);
  return service ? dispatch(service) : services.get(name).then(dispatch);
}

function perform(service: RunningService, call: Call, request: WireRequest): Promise<WireResponse> {
  const { raw } = service.definition;
  return raw?.claims(request) ? performRaw(service, raw, call, request) : performModelled(service, call, request);
}

async function performRaw(
  { definition, codec }: RunningService,
  raw: RawOperation<unknown>,
  call: Call,
  request: WireRequest,
): Promise<WireResponse> {
  try {
    return await raw.run(call, request);
  } catch (error) {
    const where = { service: definition.name, path: request.path, requestId: call.requestId };
    return codec.refuse(request, asAwsError(error, call.host.logger, where), call.requestId);
  }
}

async function performModelled(service: RunningService, call: Call, request: WireRequest): Promise<WireResponse> {
  const found = service.codec.match(request);
  const match = found instanceof Promise ? await found : found;
  try {
    const operation = operationOf(service, match.operation);
    const input = await match.read();
    return match.write(await run(operation, call, match.operation, input), call.requestId);
  } catch (error) {
    const where = { service: service.definition.name, operation: match.operation, requestId: call.requestId };
    return match.renderError(asAwsError(error, call.host.logger, where), call.requestId);
  }
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
    this.host = host;
    this.service = service.state;
    this.#name = service.definition.name;
    this.#caller = caller;
  }

  get accessKeyId(): string | undefined {
    return this.#caller.accessKeyId;
  }

  get traceHeader(): string | undefined {
    return this.#caller.traceHeader;
  }

  get sourceIp(): string | undefined {
    return this.#caller.sourceIp;
  }

  get userAgent(): string | undefined {
    return this.#caller.userAgent;
  }

  get signal(): AbortSignal {
    return this.#caller.signal;
  }

  get gone(): boolean {
    return this.#caller.gone === true;
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
