import type { Replies } from './channel.ts';
import type { LambdaConsole } from './console.ts';
import { Contexts } from './context.ts';
import { errorPayload, nodeJsExit, RuntimeError } from './errors.ts';
import { answerHead, FrameType, type InvokeHeader } from './frames.ts';
import type { LoadedHandler } from './handler-loader.ts';
import { streamInvocation, type StreamInvocation } from './streaming.ts';

interface Running {
  readonly header: InvokeHeader;
  /** The answer is given, or waits only for the event loop to empty: later calls do nothing. */
  settled: boolean;
  done: boolean;
  /** What an empty event loop means for this invocation now, if not that it never settles. */
  onEmptyLoop: (() => void) | null;
  stream?: StreamInvocation;
}

type FailureLog = Pick<LambdaConsole, 'requestId' | 'logFailure'>;

/** Runs invocations one after another. Its name shows in the functions' stack traces, as AWS's does. */
export class Runtime {
  readonly #channel: Replies;
  readonly #console: FailureLog;
  readonly #loaded: LoadedHandler;
  readonly handler: LoadedHandler['handler'];
  readonly #onIdle: () => void;
  /** A number and no content type: application/json. */
  readonly #jsonHead = Buffer.alloc(6);
  readonly #contexts = new Contexts();
  #running: Running | null = null;

  constructor(channel: Replies, console: FailureLog, loaded: LoadedHandler, onIdle: () => void) {
    this.#channel = channel;
    this.#console = console;
    this.#loaded = loaded;
    this.handler = loaded.handler;
    this.#onIdle = onIdle;
  }

  /** `event`: JSON text. */
  invoke(header: InvokeHeader, event: string): void {
    this.#console.requestId = header.requestId;
    this.#contexts.setTraceId(header.traceId);
    this.#channel.unref();
    const running: Running = { header, settled: false, done: false, onEmptyLoop: null };
    this.#running = running;
    if (this.#loaded.streaming) this.#invokeStreaming(running, header, event);
    else this.#invokeBuffered(running, header, event);
  }

  /** `beforeExit`: nothing is left in the function's event loop. */
  emptyLoop(): void {
    const running = this.#running;
    if (running?.onEmptyLoop) running.onEmptyLoop();
    else if (running) this.#neverSettled(running);
  }

  /** The process is about to end because of `error`: answers the running invocation with it, if there is one. */
  crash(error: unknown): void {
    const running = this.#running;
    if (!running || running.done) return;
    this.#sendError(running, error);
  }

  #invokeBuffered(running: Running, header: InvokeHeader, event: string): void {
    try {
      const data = this.#contexts.data(header);
      const result = this.#loaded.callbacks
        ? this.#callWithCallback(running, data, event)
        : this.handler(JSON.parse(event), data);
      if (isThenable(result)) {
        result.then(
          (value) => this.#succeed(running, value),
          (error: unknown) => this.#fail(running, error),
        );
      } else if (!this.#loaded.callbacks) {
        this.#succeed(running, result);
      }
    } catch (error) {
      this.#fail(running, error);
    }
  }

  #callWithCallback(running: Running, data: Record<string, unknown>, event: string): unknown {
    const context: Record<string, unknown> = { ...this.#callbackContext(running), ...data };
    const callback = (error?: unknown, result?: unknown): void => this.#callback(running, context, error, result);
    return this.handler(JSON.parse(event), context, callback);
  }

  #invokeStreaming(running: Running, header: InvokeHeader, event: string): void {
    running.stream = streamInvocation(this.#channel, header, this.#loaded.highWaterMark);
    running.onEmptyLoop = () => this.#fail(running, 'Response stream is not finished.');
    const { responseStream, finished } = running.stream;
    const context = { callbackWaitsForEmptyEventLoop: true, ...this.#contexts.data(header) };
    const run = async (): Promise<void> => {
      const result = this.handler(JSON.parse(event), responseStream, context);
      if (!isThenable(result)) throw 'Streaming does not support non-async handlers.';
      if ((await result) !== undefined) console.warn('Streaming handlers ignore return values.');
      await finished;
    };
    run().then(
      () => {
        this.#complete(running);
        running.stream!.end();
        this.#onIdle();
      },
      (error: unknown) => this.#fail(running, error),
    );
  }

  #callbackContext(running: Running): Record<string, unknown> {
    const done = (error?: unknown, result?: unknown): void => {
      if (error !== undefined && error !== null) this.#fail(running, error);
      else this.#succeed(running, result);
    };
    return {
      callbackWaitsForEmptyEventLoop: true,
      succeed: (result?: unknown) => done(null, result),
      fail: (error?: unknown) => done(error ?? 'handled'),
      done,
    };
  }

  /** Errors leave at once; a result waits until the function's event loop is empty, unless it says otherwise. */
  #callback(running: Running, context: Record<string, unknown>, error: unknown, result: unknown): void {
    if (running.settled) return;
    if (error !== undefined && error !== null) {
      this.#fail(running, error);
    } else if (!context['callbackWaitsForEmptyEventLoop']) {
      this.#succeed(running, result);
    } else {
      running.settled = true;
      running.onEmptyLoop = () => this.#sendResult(running, result);
    }
  }

  #succeed(running: Running, result: unknown): void {
    if (running.settled) return;
    running.settled = true;
    this.#sendResult(running, result);
  }

  #fail(running: Running, error: unknown): void {
    if (running.settled) return;
    running.settled = true;
    this.#console.logFailure('Invoke Error', error);
    this.#sendError(running, error);
  }

  /** An `async` handler whose promise can never settle fails; a callback handler that never called back answers null. */
  #neverSettled(running: Running): void {
    if (running.settled) return;
    if (this.#loaded.isAsync || !this.#loaded.callbacks) this.#fail(running, nodeJsExit());
    else this.#succeed(running, null);
  }

  #sendResult(running: Running, result: unknown): void {
    let text: string;
    try {
      text = JSON.stringify(result === undefined ? null : result) ?? 'null';
    } catch (cause) {
      const message = 'Unable to stringify response body';
      const error = this.#loaded.callbacks
        ? new Error(message, { cause })
        : new RuntimeError('JSONStringifyError', message);
      this.#console.logFailure('Invoke Error', error);
      this.#sendError(running, error);
      return;
    }
    this.#complete(running);
    this.#jsonHead.writeUInt32BE(running.header.number, 0);
    this.#channel.sendText(FrameType.response, this.#jsonHead, text);
    this.#onIdle();
  }

  #sendError(running: Running, error: unknown): void {
    const payload = errorPayload(error);
    const text = JSON.stringify(payload);
    this.#complete(running);
    if (!running.stream?.fail(text))
      this.#channel.sendText(FrameType.error, answerHead(running.header, payload.errorType), text);
    this.#onIdle();
  }

  /** The answer is about to be sent: the runtime is idle behind it. */
  #complete(running: Running): void {
    running.settled = true;
    running.done = true;
    this.#running = null;
    this.#channel.ref();
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function';
}
