import type { Logger } from '../kernel/logger.ts';
import type { ShutdownReason } from './extensions/extensions.ts';
import { Initialization, type InitOutcome, LaunchError } from './initialization.ts';
import type { RuntimeLink, RuntimeListener } from './link/runtime-link.ts';
import { readLines } from './logs/raw-output.ts';
import type { RuntimeProcess } from './runtime-process.ts';
import type { RuntimeStarter } from './runtime-starter.ts';
import type { CommandExit, KeptTmp, Sandbox } from './sandbox/sandbox.ts';

/** A runtime that said it is leaving and does not is ended after this. */
const LEAVE_WITHIN_MS = 500;

export interface CurrentRuntimeOptions {
  readonly starter: RuntimeStarter;
  readonly logger: Logger;
  readonly logStream: string;
  /** Hears of everything but the initialisation. */
  readonly listener: RuntimeListener;
  readonly onProcess: () => void;
  readonly onOutput: (line: string) => void;
  /** It ended by itself after it was initialised. */
  readonly onExit: (exit: CommandExit) => void;
}

/** The runtime of an environment: at most one at a time. The next one finds the /tmp of the one before, as on AWS. */
export class CurrentRuntime {
  readonly #options: CurrentRuntimeOptions;
  #process: RuntimeProcess | null = null;
  #initialization: Initialization | null = null;
  #tmp: KeptTmp | null = null;
  /** Starts that have not come to their end, and runtimes of which something is left, wanted or not. */
  readonly #going = new Set<Promise<unknown>>();
  #ended = false;
  #held = false;

  constructor(options: CurrentRuntimeOptions) {
    this.#options = options;
  }

  /** Its process is not known to have ended. */
  get alive(): boolean {
    return this.#process?.alive ?? false;
  }

  get sandbox(): Sandbox | undefined {
    return this.#process?.sandbox;
  }

  get link(): RuntimeLink | undefined {
    return this.#process?.link;
  }

  get initializing(): Initialization | null {
    return this.#initialization;
  }

  /** @param limitMs null: the invocation's own deadline is the limit */
  async start(limitMs: number | null): Promise<InitOutcome> {
    const initialization = new Initialization(limitMs);
    this.#initialization = initialization;
    const { starter, logger, logStream, listener } = this.#options;
    const tmp = this.#tmp;
    this.#tmp = null;
    const adopt = (runtime: RuntimeProcess) => this.#adopt(runtime, initialization);
    const starting = starter.start({ logStream, listener, tmp, adopt }).catch((cause: unknown) => {
      if (!(cause instanceof LaunchError)) {
        logger.error('an execution environment could not be started', { function: starter.spec.functionArn, cause });
      }
      if (this.#ended) tmp?.release();
      else if (!this.#process) this.#tmp = tmp;
      initialization.broke(cause);
    });
    this.#follow(starting);
    const outcome = await initialization.outcome;
    if (this.#initialization === initialization) this.#initialization = null;
    return outcome;
  }

  /** Reads nothing of what it says, nor of what the next one will say. */
  hold(): void {
    this.#held = true;
    this.#process?.hold();
  }

  release(): void {
    this.#held = false;
    this.#process?.release();
  }

  /** Ends the processes; the next start finds their /tmp. */
  discard(reason: ShutdownReason): void {
    const process = this.#process;
    this.#process = null;
    this.#initialization = null;
    if (process) this.#tmp = process.endKeepingTmp(reason);
  }

  /** Resolves when nothing is left: what is on its way ends as soon as it is there. */
  async end(): Promise<void> {
    const process = this.#process;
    this.#process = null;
    this.#ended = true;
    await process?.end();
    while (this.#going.size > 0) await Promise.all(this.#going);
    this.#tmp?.release();
    this.#tmp = null;
  }

  /** It says that it will exit. */
  leaves(): void {
    const process = this.#process;
    setTimeout(() => process?.sandbox.kill(), LEAVE_WITHIN_MS).unref();
  }

  #follow(going: Promise<unknown>): void {
    this.#going.add(going);
    void going.then(() => this.#going.delete(going));
  }

  #adopt(runtime: RuntimeProcess, initialization: Initialization): void {
    this.#follow(runtime.ended);
    if (this.#initialization !== initialization || this.#ended) return void runtime.end();
    const { logger, starter, onProcess, onOutput } = this.#options;
    this.#process = runtime;
    onProcess();
    for (const stream of [runtime.sandbox.stdout, runtime.sandbox.stderr]) readLines(stream, onOutput);
    if (this.#held) runtime.hold();
    void runtime.ended.then((exit) => this.#exited(runtime, exit));
    void runtime.link.closed.then((violation) => {
      if (violation) logger.warn('a runtime broke the protocol', { function: starter.spec.functionArn, violation });
    });
  }

  #exited(runtime: RuntimeProcess, exit: CommandExit): void {
    if (this.#process !== runtime || this.#ended) return;
    if (this.#initialization) this.#initialization.exited(exit);
    else this.#options.onExit(exit);
  }
}
