import type { Clock } from '../kernel/clock.ts';
import { AwsError } from '../kernel/errors.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Invocation, InvocationResult } from './engine.ts';
import { Environment } from './environment.ts';
import type { LogFlow } from './logs/log-flow.ts';
import { RecentDurations } from './rules/recent-durations.ts';
import { environmentsToStart } from './rules/scaling.ts';
import type { RuntimeStarter } from './runtime-starter.ts';

/** Weight of the newest start in the mean cost of one. */
const RECENT = 0.2;
/** While requests wait, the decision to start more is taken again this often. */
const RECONSIDER_MS = 10;
/** A start's cost before one was measured. */
const FIRST_START_COST_MS = 50;

export interface PoolOptions {
  readonly starter: RuntimeStarter;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly logFlow: LogFlow;
  readonly parallelism: number;
  /** The share of the machine that has nothing to do, 0 to 1. */
  readonly idleShare: () => number;
  /** Environments that memory allows now, over all pools; may end idle ones of others to make room. */
  readonly room: () => number;
  /** An environment of this pool became idle. */
  readonly onIdle: () => void;
  readonly onEmpty: (pool: Pool) => void;
}

interface Waiter {
  readonly invocation: Invocation;
  readonly resolve: (result: InvocationResult) => void;
  readonly reject: (reason: unknown) => void;
}

/** The environments of one function revision: last used first, those who wait first come first served. */
export class Pool {
  readonly #options: PoolOptions;
  readonly #environments = new Set<Environment>();
  /** A stack; blank environments, which cost a start, lie at the bottom. */
  readonly #free: Environment[] = [];
  readonly #waiting: Waiter[] = [];
  readonly #busy = new Set<Environment>();
  readonly #durations = new RecentDurations();
  /** Found free with a runtime that is ending: free anew, as blank ones, when that is over. */
  readonly #ending = new Set<Environment>();
  #starting = 0;
  #startCostMs = FIRST_START_COST_MS;
  #reconsider: NodeJS.Timeout | null = null;
  /** performance.now() when the queue began that has not been empty since, or the last start. */
  #queuedSince = 0;
  #retired = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#environments.size;
  }

  /** Invocations that run or wait. */
  get running(): number {
    return this.#busy.size + this.#waiting.length;
  }

  invoke(invocation: Invocation): Promise<InvocationResult> {
    return new Promise((resolve, reject) => {
      const environment = this.#takeFree();
      if (environment) this.#run(environment, invocation, resolve);
      else this.#wait({ invocation, resolve, reject });
    });
  }

  /** Ends what is idle now and what is busy when it is done. */
  retire(): void {
    this.#retired = true;
    for (const environment of this.#free.splice(0)) void environment.end();
    this.#leaveIfEmpty();
  }

  /** Ends all environments, the busy ones too. */
  async stop(): Promise<void> {
    this.#retired = true;
    this.#free.length = 0;
    this.#stopReconsidering();
    for (const { reject } of this.#waiting.splice(0)) reject(stoppingError());
    await Promise.all([...this.#environments].map((environment) => environment.end()));
  }

  /** Freezes what has been idle for `idleMs` real milliseconds. @returns whether unfrozen idle environments are left */
  freezeIdle(idleMs: number): boolean {
    const now = performance.now();
    let left = false;
    for (const environment of this.#free) {
      if (environment.state !== 'idle') continue;
      if (now - environment.since >= idleMs) environment.freeze();
      else left = true;
    }
    return left;
  }

  enforceMemory(): void {
    for (const environment of this.#environments) {
      if (environment.state === 'busy' || environment.state === 'initializing') environment.enforceMemory();
    }
  }

  /** Ends what has been idle since before `since` (clock time), the longest idle first, at most `count`. @returns how many */
  endIdle(since: number, count = Number.POSITIVE_INFINITY): number {
    const now = this.#options.clock.now();
    // Free since a future that a clock set back has undone.
    for (const environment of this.#free) environment.freeSince = Math.min(environment.freeSince, now);
    const old = this.#free.filter((environment) => environment.freeSince <= since).slice(0, count);
    for (const environment of old) {
      this.#free.splice(this.#free.indexOf(environment), 1);
      void environment.end();
    }
    return old.length;
  }

  #run(environment: Environment, invocation: Invocation, answer: Waiter['resolve']): void {
    this.#busy.add(environment);
    environment.invoke(invocation, answer);
  }

  #wait(waiter: Waiter): void {
    this.#waiting.push(waiter);
    // Decided anew by the interval; requests of unknown duration do not wait for it.
    if (!this.#reconsider || this.#durations.meanMs === null) this.#scale(performance.now());
  }

  #onFree(environment: Environment): void {
    if (this.#busy.delete(environment)) this.#durations.add(environment.durationMs);
    else if (!this.#ending.delete(environment)) this.#takeOut(environment);
    const waiter = this.#nextWaiter();
    if (waiter) return this.#run(environment, waiter.invocation, waiter.resolve);
    if (this.#retired) return void environment.end();
    environment.freeSince = this.#options.clock.now();
    if (environment.state === 'blank') this.#free.unshift(environment);
    else this.#free.push(environment);
    this.#options.starter.replaceSpare();
    this.#options.onIdle();
  }

  #nextWaiter(): Waiter | undefined {
    for (;;) {
      const waiter = this.#waiting.shift();
      if (!waiter?.invocation.abandoned?.()) return waiter;
      waiter.reject(abandonedError());
    }
  }

  #takeFree(): Environment | undefined {
    for (;;) {
      const environment = this.#free.pop();
      if (!environment || environment.usable) return environment;
      this.#ending.add(environment);
    }
  }

  /** An idle one whose runtime died is free anew, as a blank one: it must not lie in the stack twice. */
  #takeOut(environment: Environment): void {
    const at = this.#free.indexOf(environment);
    if (at >= 0) this.#free.splice(at, 1);
  }

  /** @param now performance.now() when the last look at what the environments say began: their ages end there */
  #scale(now: number): void {
    const wanted = environmentsToStart({
      waiting: this.#waiting.length,
      starting: this.#starting + this.#ending.size,
      busy: this.#busy.size,
      meanDurationMs: this.#durations.meanMs,
      ...this.#ages(now),
      queuedMs: this.#reconsider ? now - this.#queuedSince : 0,
      startCostMs: this.#startCostMs,
      idleShare: this.#options.idleShare(),
      parallelism: this.#options.parallelism,
      room: this.#options.room(),
    });
    for (let started = 0; started < wanted; started++) void this.#startOne();
    if (wanted > 0 || !this.#reconsider) this.#queuedSince = now;
    if (this.#waiting.length > 0) this.#reconsider ??= setInterval(() => this.#scaleAgain(), RECONSIDER_MS);
  }

  /** After what the environments have said meanwhile was read: else all that a busy platform has not read yet seems slow. */
  #scaleAgain(): void {
    const now = performance.now();
    setImmediate(() => {
      if (this.#waiting.length === 0) this.#stopReconsidering();
      else this.#scale(now);
    });
  }

  #stopReconsidering(): void {
    if (this.#reconsider) clearInterval(this.#reconsider);
    this.#reconsider = null;
  }

  async #startOne(): Promise<void> {
    const { starter, logFlow, logger } = this.#options;
    const environment = new Environment({
      spec: starter.spec,
      starter,
      logFlow,
      logger,
      onFree: (freed) => this.#onFree(freed),
      onDead: (dead) => this.#onDead(dead),
    });
    this.#environments.add(environment);
    this.#starting += 1;
    const started = performance.now();
    await environment.initialize();
    this.#starting -= 1;
    this.#startCostMs += RECENT * (performance.now() - started - this.#startCostMs);
    if (environment.state === 'idle' || environment.state === 'blank') this.#onFree(environment);
  }

  #onDead(environment: Environment): void {
    this.#environments.delete(environment);
    this.#busy.delete(environment);
    this.#ending.delete(environment);
    this.#leaveIfEmpty();
  }

  #leaveIfEmpty(): void {
    if (this.#retired && this.#environments.size === 0 && this.#waiting.length === 0) this.#options.onEmpty(this);
  }

  #ages(now: number): { readonly meanAgeMs: number; readonly oldestAgeMs: number } {
    let sum = 0;
    let oldestAgeMs = 0;
    for (const environment of this.#busy) {
      const age = Math.max(0, now - environment.since);
      sum += age;
      oldestAgeMs = Math.max(oldestAgeMs, age);
    }
    return { meanAgeMs: this.#busy.size === 0 ? 0 : sum / this.#busy.size, oldestAgeMs };
  }
}

/** For callers that come, or still wait, while the platform stops. */
export function stoppingError(): AwsError {
  return new AwsError('ServiceException', 'Hearth is stopping.', { status: 503, fault: 'server' });
}

/** Nobody reads it. */
function abandonedError(): AwsError {
  return new AwsError('ServiceException', 'The caller went away before an environment was free.', {
    status: 400,
    fault: 'client',
  });
}
