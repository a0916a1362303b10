import { availableParallelism, totalmem } from 'node:os';
import type { Clock } from '../kernel/clock.ts';
import { AwsError, PlatformError } from '../kernel/errors.ts';
import type { Logger } from '../kernel/logger.ts';
import { Caretaker } from './caretaker.ts';
import type { CodeStore, UnpackedCode } from './code/code-store.ts';
import { MAX_EXTENSIONS } from './extensions/extensions.ts';
import { InvalidZipError } from './code/zip.ts';
import type { Engine, FunctionSpec, Invocation, InvocationResult, PrepareFailure } from './engine.ts';
import { IdleShare } from './idle-share.ts';
import type { LogFlow } from './logs/log-flow.ts';
import { Pool, stoppingError } from './pool.ts';
import { RuntimeStarter, type StarterServices } from './runtime-starter.ts';
import type { RuntimeLocator } from './runtimes/runtimes.ts';
import type { SdkModules } from './runtimes/sdk-modules.ts';
import type { HostCapabilities, SandboxDriver } from './sandbox/sandbox.ts';

/** What a small environment really takes: 40 MB resident and kernel structures, measured with Node 22. */
const BYTES_PER_ENVIRONMENT = 64 * 1_048_576;
/** The rest of the host's memory is the platform's and everybody else's. */
const SHARE_OF_MEMORY = 0.8;

/** The host is probed (35 to 85 ms of child processes) for the first function, or when the first requests are answered. */
const PROBE_AFTER_MS = 100;

export interface LocalEngineOptions extends Omit<StarterServices, 'driver'> {
  /** Probes the host and ends what a killed platform left behind. Called once. */
  readonly startDriver: () => Promise<SandboxDriver>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly logFlow: LogFlow;
  readonly code: CodeStore;
  readonly runtimes: RuntimeLocator;
  readonly sdkModules: SdkModules;
}

/** Runs functions on this machine. */
export class LocalEngine implements Engine {
  readonly #options: LocalEngineOptions;
  readonly #pools = new Map<string, Pool>();
  readonly #preparing = new Map<string, Promise<Pool>>();
  readonly #retiring = new Set<Pool>();
  /** By the function that waits for it. */
  readonly #installing = new Map<string, string>();
  readonly #caretaker: Caretaker;
  readonly #idleShare = new IdleShare();
  readonly #maxEnvironments = Math.max(4, Math.floor((totalmem() * SHARE_OF_MEMORY) / BYTES_PER_ENVIRONMENT));
  /** A probe that failed is told of by whoever needs it. */
  readonly #probing = setTimeout(() => void this.#driver().catch(() => {}), PROBE_AFTER_MS).unref();
  #starting: Promise<SandboxDriver> | null = null;
  #stopping: Promise<void> | null = null;

  constructor(options: LocalEngineOptions) {
    this.#options = options;
    this.#caretaker = new Caretaker(() => this.#allPools(), options.clock);
  }

  async capabilities(): Promise<HostCapabilities> {
    return (await this.#driver()).capabilities;
  }

  async prepare(spec: FunctionSpec): Promise<PrepareFailure | null> {
    try {
      await this.#pool(spec);
      return null;
    } catch (cause) {
      return this.#failureOf(spec, cause);
    }
  }

  invoke(spec: FunctionSpec, invocation: Invocation): Promise<InvocationResult> {
    if (this.#stopping) return Promise.reject(stoppingError());
    const pool = this.#pools.get(spec.key);
    return pool ? pool.invoke(invocation) : this.#invokeUnprepared(spec, invocation);
  }

  retire(key: string): void {
    const pool = this.#pools.get(key);
    if (!pool)
      return void this.#preparing
        .get(key)
        ?.then(() => this.retire(key))
        .catch(() => {});
    this.#pools.delete(key);
    this.#retiring.add(pool);
    pool.retire();
  }

  installing(): readonly string[] {
    return [...new Set(this.#installing.values())];
  }

  running(key: string): number {
    return this.#pools.get(key)?.running ?? 0;
  }

  stop(graceMs: number): Promise<void> {
    this.#stopping ??= this.#stop(graceMs);
    return this.#stopping;
  }

  async #stop(graceMs: number): Promise<void> {
    clearTimeout(this.#probing);
    await this.#untilQuiet(performance.now() + graceMs);
    this.#caretaker.stop();
    await Promise.all([...this.#allPools()].map((pool) => pool.stop()));
    await this.#options.spares.stop();
    const driver = await this.#starting?.catch(() => null);
    await driver?.close();
  }

  /** After a restart of the platform the first invocation prepares. */
  async #invokeUnprepared(spec: FunctionSpec, invocation: Invocation): Promise<InvocationResult> {
    const failure = await this.prepare(spec);
    if (failure) throw invokeErrorOf(failure);
    return (await this.#pool(spec)).invoke(invocation);
  }

  #pool(spec: FunctionSpec): Promise<Pool> {
    if (this.#stopping) return Promise.reject(stoppingError());
    const known = this.#pools.get(spec.key);
    if (known) return Promise.resolve(known);
    const running = this.#preparing.get(spec.key);
    if (running) return running;
    const work = this.#prepare(spec).finally(() => {
      this.#preparing.delete(spec.key);
      this.#installing.delete(spec.key);
    });
    this.#preparing.set(spec.key, work);
    return work;
  }

  async #prepare(spec: FunctionSpec): Promise<Pool> {
    const { logger, clock, logFlow, code: store, runtimes } = this.#options;
    const driver = await this.#driver();
    const [located, code] = await Promise.all([
      runtimes.locate(spec.runtime, (message) => this.#tell(spec, message)),
      store.unpack(spec),
    ]);
    const sdkModules = located.family === 'nodejs' ? await this.#provideSdk(spec, located.version, code) : null;
    refuseExtensions(code, driver.capabilities);
    const starter = new RuntimeStarter({ spec, located, code, sdkModules }, { ...this.#options, driver });
    const pool = new Pool({
      starter,
      clock,
      logger,
      logFlow,
      parallelism: availableParallelism(),
      idleShare: () => this.#idleShare.now(),
      room: () => this.#room(),
      onIdle: () => this.#caretaker.idled(),
      onEmpty: (empty) => this.#retiring.delete(empty),
    });
    this.#pools.set(spec.key, pool);
    starter.keepSpares();
    return pool;
  }

  /** A function whose SDK cannot be had starts without: it may never come to the `require`. */
  async #provideSdk(spec: FunctionSpec, nodeVersion: string, { code, layers }: UnpackedCode): Promise<string> {
    const { logger, sdkModules } = this.#options;
    try {
      await sdkModules.provide(code, layers, nodeVersion, (message) => this.#tell(spec, message));
    } catch (cause) {
      if (!(cause instanceof PlatformError)) throw cause;
      logger.warn(`${spec.functionName} runs without AWS SDK packages that it names: ${cause.message} ${cause.remedy}`);
    }
    return sdkModules.directory(nodeVersion);
  }

  #tell({ key, functionName, runtime }: FunctionSpec, message: string): void {
    this.#options.logger.info(message, { function: functionName, runtime });
    this.#installing.set(key, message);
  }

  #driver(): Promise<SandboxDriver> {
    this.#starting ??= this.#options.startDriver();
    return this.#starting;
  }

  /** Environments that may still be started; ends the longest idle one of some pool when there is none. */
  #room(): number {
    let count = 0;
    for (const pool of this.#allPools()) count += pool.size;
    if (count < this.#maxEnvironments) return this.#maxEnvironments - count;
    for (const pool of this.#allPools()) if (pool.endIdle(Number.POSITIVE_INFINITY, 1) > 0) return 1;
    return 0;
  }

  *#allPools(): Generator<Pool> {
    yield* this.#pools.values();
    yield* this.#retiring;
  }

  async #untilQuiet(deadline: number): Promise<void> {
    while (performance.now() < deadline && [...this.#allPools()].some((pool) => pool.running > 0)) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  #failureOf(spec: FunctionSpec, cause: unknown): PrepareFailure {
    if (cause instanceof InvalidZipError) return { code: 'InvalidZipFile', reason: cause.message };
    if (cause instanceof PlatformError) return { code: 'InvalidRuntime', reason: `${cause.message} ${cause.remedy}` };
    const { logger } = this.#options;
    // Deleted or updated again while it was prepared: whoever asked finds its row gone as well.
    if (isMissingFile(cause)) logger.warn('the code of a function is gone', { function: spec.functionArn, cause });
    else logger.error('a function could not be prepared', { function: spec.functionArn, cause });
    return { code: 'InternalError', reason: 'The function could not be prepared; the log of Hearth has the cause.' };
  }
}

/** @throws PlatformError */
function refuseExtensions({ extensions }: UnpackedCode, { strategy }: HostCapabilities): void {
  const names = extensions.join(', ');
  if (extensions.length > MAX_EXTENSIONS) {
    throw new PlatformError(
      `The layers contain ${extensions.length} extensions (${names}); Lambda's limit is ${MAX_EXTENSIONS}.`,
      'Remove layers.',
    );
  }
  if (extensions.length > 0 && strategy === 'plain') {
    throw new PlatformError(
      `The layers contain extensions (${names}), which need sandboxes of their own to run in; this host has none.`,
      'Remove those layers, or run Hearth on Linux with namespaces (`hearth doctor` says what is missing).',
    );
  }
}

/** What Invoke answers for a function that cannot be run (API reference, Invoke: errors of status 502). */
function invokeErrorOf({ code, reason }: PrepareFailure): AwsError {
  if (code === 'InternalError') return new AwsError('ServiceException', reason, { status: 500, fault: 'server' });
  return new AwsError(`${code}Exception`, reason, { status: 502, fault: 'server' });
}

function isMissingFile(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
}
