import type { PackedEvents } from './logs/packed-events.ts';

/** Everything the engine needs to run one published version (or one revision of $LATEST). Immutable: a change is a new `key`. */
export interface FunctionSpec {
  /** Names this revision: environments are pooled by it. Account, region, function, version and revision id. */
  readonly key: string;
  readonly account: string;
  readonly region: string;
  readonly functionName: string;
  /** `$LATEST` or a number. */
  readonly version: string;
  /** The unqualified ARN. */
  readonly functionArn: string;
  readonly role: string;
  readonly runtime: string;
  readonly handler: string;
  readonly architecture: 'x86_64' | 'arm64';
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly ephemeralStorageMb: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Zips by blob hash: the code, then the layers in listed order. */
  readonly code: { readonly sha256: string };
  readonly layers: readonly { readonly arn: string; readonly sha256: string }[];
  readonly logging: LoggingSpec;
}

export interface LoggingSpec {
  readonly group: string;
  readonly format: 'Text' | 'JSON';
  readonly applicationLevel?: string;
  readonly systemLevel?: string;
}

export interface Invocation {
  readonly requestId: string;
  /** As the caller qualified it: `…:function:hello:live`. */
  readonly invokedArn: string;
  /** JSON; empty stands for `{}`. */
  readonly payload: Uint8Array;
  /** Decoded JSON text, handed on as it came. */
  readonly clientContext?: string | undefined;
  readonly cognitoIdentity?: { readonly identityId: string; readonly identityPoolId: string };
  readonly traceHeader?: string | undefined;
  /** Whether the caller went away: asked when an invocation that waited could start. One that runs goes on, as on AWS. */
  readonly abandoned?: () => boolean;
  /** Present for InvokeWithResponseStream: gets the answer while it is made. */
  readonly stream?: ResponseSink | undefined;
  /** Whether `logTail` is wanted: without it no line is kept for it. */
  readonly tail?: boolean;
}

export interface ResponseSink {
  /** Once, before any chunk. */
  start(contentType: string): void;
  /** Resolves when the receiver can take more. */
  write(chunk: Uint8Array): Promise<void>;
}

export interface InvocationResult {
  /** The answer, or the error's JSON. Empty when it was streamed. */
  readonly payload: Uint8Array;
  readonly functionError?: 'Unhandled';
  /** The last 4 KB of this invocation's log; empty when nobody asked for it. */
  readonly logTail: Uint8Array;
  readonly metrics: InvocationMetrics;
}

export interface InvocationMetrics {
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly billedMs: number;
  /** Cold starts only. */
  readonly initMs?: number;
  readonly maxMemoryMb: number;
}

/** Where the engine's log lines go: the logs service, wired by compose. */
export interface LogSink {
  /** `source` has events to take: told when the first of them came, and again when more come after they were taken. */
  ready(source: LogSource): void;
  /** Resolves when everything that came before is stored or given up: until then it takes memory. */
  stored(): Promise<void>;
}

/** The log stream of one environment. */
export interface LogSource {
  readonly account: string;
  readonly region: string;
  readonly group: string;
  readonly stream: string;
  /** Everything since the last time. */
  take(): readonly PackedEvents[];
}

/** Why a function could not be made ready: `reason` says what to do about it. */
export interface PrepareFailure {
  readonly code: 'InvalidRuntime' | 'InvalidZipFile' | 'InternalError';
  readonly reason: string;
}

export interface Engine {
  /** Installs the runtime, unpacks code and layers, warms a spare. Null when ready; used while a function is `Pending`. */
  prepare(spec: FunctionSpec): Promise<PrepareFailure | null>;
  /** Finds or starts an environment and runs one invocation in it. A failing function is data, not an exception. */
  invoke(spec: FunctionSpec, invocation: Invocation): Promise<InvocationResult>;
  /** Ends the environments of a revision that is no longer served (idle ones now, busy ones when done). */
  retire(key: string): void;
  /** What is being installed for functions now, each a sentence: it takes long enough that somebody may want to be told. */
  installing(): readonly string[];
  /** Running invocations per revision, for concurrency limits and for stopping. */
  running(key: string): number;
  /** Lets running invocations finish for up to `graceMs`, then ends every environment and spare. */
  stop(graceMs: number): Promise<void>;
}
