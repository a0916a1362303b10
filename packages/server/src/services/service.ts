import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Sealer } from '../kernel/sealer.ts';
import type { SessionIssuer } from '../kernel/sessions.ts';
import type { Engine } from '../engine/engine.ts';
import type { Blobs } from '../storage/blobs.ts';
import type { Migration, Storage, Telemetry } from '../storage/storage.ts';
import type { WireRequest, WireResponse } from '../protocol/wire.ts';
import type { AwsOperations, ServiceName } from './aws-operations.ts';

export type { AwsOperations, ServiceName };

/** What every service is started with. Plain context: no service imports another. */
export interface Host {
  readonly storage: Storage;
  readonly telemetry: Telemetry;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly sealer: Sealer;
  readonly sessions: SessionIssuer;
  readonly engine: Engine;
  /** The address clients reach us at, `http://127.0.0.1:4566`; known once the gateway listens. */
  readonly endpoint: () => string;
  /** The inner door, acting as `principal` in an account and region. */
  readonly aws: (scope: Scope, principal: Principal) => AwsClients;
  /** Ends when the platform stops. */
  readonly signal: AbortSignal;
}

export interface Scope {
  readonly account: string;
  readonly region: string;
}

/** Who calls: an identity of IAM, a service of AWS, or nobody in particular (unsigned, or unauthenticated loopback). */
export type Principal = { readonly calledVia?: CalledVia } & Caller;

/** The service that calls on behalf of the principal, as the condition key aws:CalledVia names it. */
export interface CalledVia {
  readonly service: 'cloudformation.amazonaws.com';
  /** The stack's ARN. */
  readonly sourceArn: string;
  /** The same whenever the same thing is made again after a crash: an id that a service chooses follows from it. */
  readonly token?: string;
}

type Caller =
  | {
      readonly kind: 'identity';
      readonly account: string;
      readonly arn: string;
      readonly userId: string;
      readonly sessionPolicy?: string;
    }
  | {
      readonly kind: 'service';
      readonly name: `${string}.amazonaws.com`;
      readonly sourceArn?: string;
      readonly sourceAccount?: string;
    }
  | { readonly kind: 'anonymous' };

/** One call of one operation: who, where, with what at hand. */
export interface Call<State = unknown> extends Scope {
  readonly requestId: string;
  readonly principal: Principal;
  /** The access key the request was signed with, when it was signed. */
  readonly accessKeyId?: string | undefined;
  /** The upstream X-Ray header, when one came. */
  readonly traceHeader?: string | undefined;
  /** `127.0.0.1`; absent at the inner door. */
  readonly sourceIp?: string | undefined;
  readonly userAgent?: string | undefined;
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal;
  /** Whether the caller has gone away; absent at the inner door. */
  readonly gone?: boolean;
  readonly host: Host;
  /** What the service's `start` returned. */
  readonly service: State;
  /** Other services' operations, acting as this service (`lambda.amazonaws.com`) in this call's scope. */
  readonly aws: AwsClients;
}

/** `call.aws.iam.GetRole({ RoleName })`: typed from the models, no HTTP. */
export type AwsClients = {
  readonly [S in ServiceName]: {
    readonly [O in keyof AwsOperations[S]]: AwsOperations[S][O] extends { input: infer Input; output: infer Output }
      ? (input: Input) => Promise<Output>
      : never;
  };
};

export interface Operation<State, Input, Output> {
  /** Modelled members that Hearth does not honour: sending one is answered NotImplemented, naming it. */
  readonly refuses: readonly (keyof Input & string)[];
  readonly run: (call: Call<State>, input: Input) => Promise<Output>;
}

export type OperationTable<Name extends ServiceName, State> = {
  readonly [O in keyof AwsOperations[Name]]?: AwsOperations[Name][O] extends {
    input: infer Input;
    output: infer Output;
  }
    ? Operation<State, Input, Output>
    : never;
};

/**
 * Requests answered past router, readers and writers, for the hot path (Invoke): bytes in, bytes out.
 * `run` gets the authenticated, authorised call. Errors thrown are rendered by the request's protocol as usual.
 */
export interface RawOperation<State> {
  /** Whether a request is for this operation and nothing else: cheap, since all of the service's requests are asked. */
  claims(request: WireRequest): boolean;
  run(call: Call<State>, request: WireRequest): Promise<WireResponse>;
}

/** Answers a request itself, or through `next`, which runs its operation and renders that operation's errors. */
export type AroundOperations<State> = (
  call: Call<State>,
  request: WireRequest,
  next: (request: WireRequest) => Promise<WireResponse>,
) => Promise<WireResponse>;

export interface ServiceDefinition<Name extends ServiceName = ServiceName, State = any> {
  /** The folder's name and the name in the credential scope. */
  readonly name: Name;
  readonly migrations: readonly Migration[];
  readonly operations: OperationTable<Name, State>;
  /** Of one of the operations, whose other callers take the inner door. */
  readonly raw?: RawOperation<State>;
  /** HTTP that is no operation, and what goes around all of them: S3's virtual hosts, preflights and forms. */
  readonly around?: AroundOperations<State>;
  /** Members whose constraints the operation checks itself, because AWS words them differently: `CreateFunction.Runtime`. */
  readonly lenient?: readonly string[];
  /** What the service calls a broken constraint of its model; default ValidationException. */
  readonly validationCode?: string;
  start(host: Host): State | Promise<State>;
  stop?(state: State): void | Promise<void>;
}

export function defineService<Name extends ServiceName, State>(
  definition: ServiceDefinition<Name, State>,
): ServiceDefinition<Name, State> {
  return definition;
}

/**
 * Binds a service's name and state once, in its `operation.ts`; an operation's file then reads
 * `export const GetRole = operation('GetRole', async (call, input) => …)`.
 */
export function operationsOf<Name extends ServiceName, State>() {
  return function operation<O extends keyof AwsOperations[Name] & string>(
    _name: O,
    run: (call: Call<State>, input: InputOf<Name, O>) => Promise<OutputOf<Name, O>>,
    options: { readonly refuses?: readonly (keyof InputOf<Name, O> & string)[] } = {},
  ): Operation<State, InputOf<Name, O>, OutputOf<Name, O>> {
    return { refuses: options.refuses ?? [], run };
  };
}

export type InputOf<Name extends ServiceName, O extends keyof AwsOperations[Name]> = AwsOperations[Name][O] extends {
  input: infer I;
}
  ? I
  : never;
export type OutputOf<Name extends ServiceName, O extends keyof AwsOperations[Name]> = AwsOperations[Name][O] extends {
  output: infer R;
}
  ? R
  : never;
