import type { Logger } from '../kernel/logger.ts';
import { CurrentRuntime } from './current-runtime.ts';
import { Deadline } from './deadline.ts';
import type { FunctionSpec, Invocation, InvocationResult } from './engine.ts';
import type { ShutdownReason } from './extensions/extensions.ts';
import type { InitOutcome } from './initialization.ts';
import type { RuntimeListener } from './link/runtime-link.ts';
import { EnvironmentLog } from './logs/environment-log.ts';
import type { LogFlow } from './logs/log-flow.ts';
import { MemoryPeak } from './memory-peak.ts';
import { assertMove, type EnvironmentState } from './rules/environment-states.ts';
import { type PlatformFault, runtimeExited, timedOut } from './rules/function-errors.ts';
import { Answer, eventOf, headerOf, metricsOf, type Outcome, RunningInvocation } from './running-invocation.ts';
import type { RuntimeStarter } from './runtime-starter.ts';
import type { Phase } from './rules/platform-lines.ts';
import type { CommandExit } from './sandbox/sandbox.ts';

/** "The Init phase is limited to 10 seconds" (developer guide, runtime environment lifecycle). */
const INIT_LIMIT_MS = 10_000;

export interface EnvironmentOptions {
  readonly spec: FunctionSpec;
  readonly starter: RuntimeStarter;
  readonly logFlow: LogFlow;
  readonly logger: Logger;
  /** It can take an invocation again. */
  readonly onFree: (environment: Environment) => void;
  readonly onDead: (environment: Environment) => void;
}

/** One execution environment; its states are those of rules/environment-states.ts. */
export class Environment implements RuntimeListener {
  readonly #options: EnvironmentOptions;
  readonly #spec: FunctionSpec;
  readonly #log: EnvironmentLog;
  readonly #memory: MemoryPeak;
  readonly #runtime: CurrentRuntime;
  readonly #deadline: Deadline;
  #state: EnvironmentState = 'starting';
  #running: RunningInvocation | null = null;
  /** The runtime asked for its next invocation. */
  #runtimeIdle = false;
  #leaving = false;
  #initMs: number | undefined;
  #ending: Promise<void> | null = null;
  /** Clock time of the last release, kept by the pool. */
  freeSince = 0;
  /** performance.now() when it last became idle or busy. */
  since = performance.now();
  /** Of the last invocation. */
  durationMs = 0;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
    this.#spec = options.spec;
    this.#log = new EnvironmentLog(options.spec, options.logFlow, Date.now(), () => this.#runtime);
    this.#memory = new MemoryPeak(options.spec.memoryMb);
    this.#deadline = new Deadline(options.spec.timeoutSeconds * 1000, () => this.#timeOut());
    this.#runtime = new CurrentRuntime({
      starter: options.starter,
      logger: options.logger,
      logStream: this.#log.stream,
      listener: this,
      onProcess: () => {
        if (this.#state === 'starting') this.#move('initializing');
      },
      onOutput: (line) => this.#log.line(line, Date.now()),
      onExit: (exit) => this.#runtimeEnded(exit),
    });
  }

  get state(): EnvironmentState {
    return this.#state;
  }

  /** Blank, or with a runtime that can take an invocation. */
  get usable(): boolean {
    return this.#state === 'blank' || this.#runtime.alive;
  }

  /** The init phase. A failure leaves the environment blank: the next invocation initialises it again and tells its caller. */
  async initialize(): Promise<void> {
    const started = performance.now();
    const outcome = await this.#start('init', INIT_LIMIT_MS);
    if (this.#ending) return;
    const durationMs = performance.now() - started;
    this.#log.initEnded('init', durationMs, outcome.ok ? null : outcome.failure);
    if (outcome.ok) {
      this.#initMs = durationMs;
      this.#move('idle');
    } else {
      this.#discardRuntime('failure');
      this.#move('blank');
    }
  }

  /** Runs one invocation; only when idle, frozen or blank. `answer` is called once, before the environment is free again. */
  invoke(invocation: Invocation, answer: (result: InvocationResult) => void): void {
    const ready = this.#wake();
    this.#move('busy');
    const running = new RunningInvocation(invocation, (outcome) => this.#finish(running, outcome, answer));
    this.#running = running;
    this.#log.started(invocation.requestId, running.startedAt, running.tail);
    this.#deadline.begin(running.startedTick);
    if (ready) this.#send(running);
    else void this.#initializeLate(running);
  }

  /** Stops the processes of an idle environment until the next invocation. */
  freeze(): void {
    if (this.#state !== 'idle') return;
    this.#runtime.sandbox?.freeze();
    this.#move('frozen');
  }

  enforceMemory(): void {
    this.#runtime.sandbox?.enforceMemory();
  }

  /** Ends every process; an invocation that is running is answered as after a crash. Resolves when nothing is left. */
  end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    this.#move('stopping');
    this.#crash({ status: null, signal: 'killed', outOfMemory: false });
    this.#deadline.stop();
    await this.#runtime.end();
    this.#move('dead');
    this.#options.onDead(this);
  }

  booted(): void {}

  initialized(): void {
    this.#runtime.initializing?.succeeded();
  }

  initFailed(error: Uint8Array, errorType: string): void {
    this.#runtime.initializing?.failed(error, errorType);
  }

  logged(timestamp: number, text: string): void {
    this.#log.line(text, timestamp);
  }

  responded(body: Uint8Array, contentType: string): void {
    this.#running?.responded(body, contentType);
  }

  failed(error: Uint8Array, errorType: string): void {
    this.#running?.failed(error, errorType);
  }

  streamStarted(contentType: string): void {
    this.#running?.streamStarted(contentType);
  }

  streamChunk(chunk: Uint8Array): void {
    const delivery = this.#running?.streamChunk(chunk);
    const link = this.#runtime.link;
    if (!delivery || !link) return;
    link.pause();
    void delivery.then(() => link.resume());
  }

  streamEnded(error: Uint8Array | null, errorType?: string): void {
    this.#running?.streamEnded(error, errorType);
  }

  leaving(): void {
    this.#leaving = true;
    this.#runtime.leaves();
  }

  idle(): void {
    // A runtime that leaves does not become free: its exit makes the environment blank.
    if (this.#leaving) return;
    this.#runtimeIdle = true;
    this.#release();
  }

  extensionReady(name: string, events: readonly string[]): void {
    this.#log.extensionReady(name, events);
  }

  faulted(faultOf: (requestId: string) => PlatformFault): void {
    const { initializing } = this.#runtime;
    if (initializing) return initializing.faulted(faultOf);
    if (this.#ending) return;
    if (this.#running) this.#fault(this.#running, faultOf(this.#running.invocation.requestId));
    this.#reset();
  }

  #move(to: EnvironmentState): void {
    assertMove(this.#state, to);
    this.#state = to;
    this.since = performance.now();
  }

  /** @returns whether a runtime waits: one that was killed while it was stopped is found gone here */
  #wake(): boolean {
    if (this.#state !== 'frozen') return this.#state !== 'blank';
    if (this.#runtime.sandbox?.thaw()) return true;
    this.#discardRuntime('failure');
    return false;
  }

  #start(phase: Phase, limitMs: number | null): Promise<InitOutcome> {
    const { runtimeVersion, runtimeVersionArn } = this.#options.starter;
    this.#log.initStarted(phase, runtimeVersion, runtimeVersionArn);
    return this.#runtime.start(limitMs);
  }

  /** "Suppressed init": the last one failed or the runtime is gone, so it happens within the invocation's own time. */
  async #initializeLate(running: RunningInvocation): Promise<void> {
    const outcome = await this.#start('invoke', null);
    // Timed out, or the platform stops: whoever answered has told the log.
    if (running.answered) return;
    this.#log.initEnded('invoke', performance.now() - running.startedTick, outcome.ok ? null : outcome.failure);
    if (outcome.ok) return this.#send(running);
    this.#fault(running, outcome.fault(running.invocation.requestId));
    this.#reset();
  }

  #send(running: RunningInvocation): void {
    this.#runtimeIdle = false;
    // Before: a handler that kills its process at once leaves nothing to be read.
    this.#memory.begin(this.#runtime.sandbox);
    this.#runtime.link?.invoke(headerOf(running, this.#spec.timeoutSeconds), eventOf(running));
  }

  #timeOut(): void {
    const running = this.#running;
    if (!running || running.answered) return;
    const { requestId } = running.invocation;
    if (this.#runtime.initializing)
      this.#log.initEnded('invoke', performance.now() - running.startedTick, { status: 'timeout' });
    this.#log.timedOut(requestId);
    running.fault(timedOut(requestId, this.#spec.timeoutSeconds));
    this.#reset('timeout');
  }

  #runtimeEnded(exit: CommandExit): void {
    if (this.#ending) return;
    this.#crash(exit);
    this.#reset();
  }

  #crash(exit: CommandExit): void {
    this.#runtime.initializing?.exited(exit);
    const running = this.#running;
    if (!running) return;
    if (exit.outOfMemory) this.#memory.exhausted();
    this.#fault(running, runtimeExited(running.invocation.requestId, exit));
  }

  #fault(running: RunningInvocation, fault: PlatformFault): void {
    this.#log.faulted(fault);
    running.fault(fault);
  }

  /** Back to an environment without a runtime. */
  #reset(reason: ShutdownReason = 'failure'): void {
    this.#discardRuntime(reason);
    this.#move('blank');
    this.#options.onFree(this);
  }

  #discardRuntime(reason: ShutdownReason): void {
    this.#runtime.discard(reason);
    this.#runtimeIdle = false;
    this.#leaving = false;
    this.#memory.reset();
  }

  #finish(running: RunningInvocation, outcome: Outcome, answer: (result: InvocationResult) => void): void {
    this.#deadline.met();
    const timeoutMs = this.#spec.timeoutSeconds * 1000;
    const durationMs = outcome.failure?.status === 'timeout' ? timeoutMs : performance.now() - running.startedTick;
    this.durationMs = durationMs;
    const maxMemoryMb = this.#memory.sample(this.#runtime.sandbox, running.startedTick + durationMs);
    const metrics = metricsOf(running, durationMs, this.#initMs, maxMemoryMb);
    this.#initMs = undefined;
    this.#log.finished(running.invocation.requestId, metrics, outcome.failure, outcome.payload.length);
    this.#running = null;
    answer(new Answer(outcome, running.tail, metrics));
    this.#release();
  }

  /** Free when both have happened, in either order: the caller has its answer, and the runtime asked for more. */
  #release(): void {
    if (this.#state !== 'busy' || this.#running || !this.#runtimeIdle) return;
    this.#move('idle');
    this.#options.onFree(this);
  }
}
