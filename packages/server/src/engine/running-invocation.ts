import type { Invocation, InvocationMetrics, InvocationResult } from './engine.ts';
import type { InvocationHeader } from './link/runtime-link.ts';
import { LogTail } from './logs/environment-log.ts';
import {
  errorTypeIn,
  MAX_RESPONSE_BYTES,
  MAX_STREAMED_BYTES,
  type PlatformFault,
  responseTooLarge,
} from './rules/function-errors.ts';
import type { Failure } from './rules/platform-lines.ts';

const EMPTY = Buffer.alloc(0);
const EMPTY_EVENT = Buffer.from('{}');

/** How an invocation ended, before its REPORT is written. */
export interface Outcome {
  readonly payload: Uint8Array;
  readonly failed: boolean;
  readonly failure: Failure | null;
}

/** Error types that are the runtime's or the platform's; what a handler throws is no failure in a REPORT line (recorded). */
const PLATFORM_ERROR = /^(Runtime|Sandbox|Function)\.[A-Z]/;

/** One invocation in its environment: collects what the runtime says and settles once. */
export class RunningInvocation {
  readonly invocation: Invocation;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** performance.now() */
  readonly startedTick: number;
  readonly tail: LogTail | null;
  answered = false;
  readonly #settle: (outcome: Outcome) => void;
  #streaming = false;
  #streamedBytes = 0;
  /** Chunks of a streaming handler whose caller wants one buffered answer. */
  #collected: Uint8Array[] = [];
  #delivery: Promise<void> = Promise.resolve();

  constructor(invocation: Invocation, settle: (outcome: Outcome) => void) {
    this.invocation = invocation;
    this.tail = invocation.tail ? new LogTail() : null;
    this.#settle = settle;
    this.startedAt = Date.now();
    this.startedTick = performance.now();
  }

  responded(body: Uint8Array, contentType: string): void {
    const { stream } = this.invocation;
    if (!stream && body.length > MAX_RESPONSE_BYTES) return this.fault(responseTooLarge());
    if (!stream) return this.#end({ payload: body, failed: false, failure: null });
    stream.start(contentType);
    this.#delivery = stream.write(body).catch(() => {});
    void this.#endStream(null);
  }

  failed(error: Uint8Array, errorType: string): void {
    const type = errorType || errorTypeIn(error);
    this.#end({
      payload: error,
      failed: true,
      failure: PLATFORM_ERROR.test(type) ? { status: 'error', errorType: type } : null,
    });
  }

  fault({ payload, errorType }: PlatformFault): void {
    const failure: Failure = errorType === 'Sandbox.Timedout' ? { status: 'timeout' } : { status: 'error', errorType };
    this.#end({ payload, failed: true, failure });
  }

  streamStarted(contentType: string): void {
    this.#streaming = true;
    this.invocation.stream?.start(contentType);
  }

  /** @returns a promise when the receiver is to be waited for */
  streamChunk(chunk: Uint8Array): Promise<void> | null {
    if (this.answered || !this.#streaming) return null;
    this.#streamedBytes += chunk.length;
    const { stream } = this.invocation;
    if (!stream) {
      if (this.#streamedBytes <= MAX_RESPONSE_BYTES) this.#collected.push(chunk);
      return null;
    }
    // Cut off, as on AWS; what the function goes on to write is dropped.
    if (this.#streamedBytes > MAX_STREAMED_BYTES) return null;
    // A receiver that went away does not fail the function, which runs to its end as on AWS.
    this.#delivery = stream.write(chunk).catch(() => {});
    return this.#delivery;
  }

  streamEnded(error: Uint8Array | null, errorType = ''): void {
    if (this.invocation.stream) return void this.#endStream(error, errorType);
    if (error) return this.failed(error, errorType);
    this.responded(Buffer.concat(this.#collected), 'application/octet-stream');
  }

  async #endStream(error: Uint8Array | null, errorType = ''): Promise<void> {
    await this.#delivery;
    if (error) this.failed(error, errorType);
    else this.#end({ payload: EMPTY, failed: false, failure: null });
  }

  #end(outcome: Outcome): void {
    if (this.answered) return;
    this.answered = true;
    this.#settle(outcome);
  }
}

/** The answer to the caller; the log tail is put together when it is read. */
export class Answer implements InvocationResult {
  readonly payload: Uint8Array;
  readonly functionError?: 'Unhandled';
  readonly metrics: InvocationMetrics;
  readonly #tail: LogTail | null;

  constructor({ payload, failed }: Outcome, tail: LogTail | null, metrics: InvocationMetrics) {
    this.payload = payload;
    if (failed) this.functionError = 'Unhandled';
    this.metrics = metrics;
    this.#tail = tail;
  }

  get logTail(): Uint8Array {
    return this.#tail?.bytes() ?? EMPTY;
  }
}

/** An empty one is an empty object to the function. */
export function eventOf({ invocation: { payload } }: RunningInvocation): Uint8Array {
  return payload.length === 0 ? EMPTY_EVENT : payload;
}

/** What an invocation took, as its REPORT tells and its caller is billed for: a cold start's initialisation too. */
export function metricsOf(
  { startedAt }: RunningInvocation,
  durationMs: number,
  initMs: number | undefined,
  maxMemoryMb: number,
): InvocationMetrics {
  const billedMs = Math.ceil(durationMs + (initMs ?? 0));
  return initMs === undefined
    ? { startedAt, durationMs, billedMs, maxMemoryMb }
    : { startedAt, durationMs, billedMs, initMs, maxMemoryMb };
}

/** What the runtime is told about an invocation; its time runs from the start of the invocation, not of the environment. */
export function headerOf({ invocation, startedAt }: RunningInvocation, timeoutSeconds: number): InvocationHeader {
  const { requestId, invokedArn, traceHeader, clientContext, cognitoIdentity, stream } = invocation;
  return {
    requestId,
    deadlineMs: startedAt + timeoutSeconds * 1000,
    invokedFunctionArn: invokedArn,
    traceId: traceHeader,
    clientContext,
    cognitoIdentity: cognitoIdentity && {
      cognitoIdentityId: cognitoIdentity.identityId,
      cognitoIdentityPoolId: cognitoIdentity.identityPoolId,
    },
    streaming: stream ? true : undefined,
  };
}
