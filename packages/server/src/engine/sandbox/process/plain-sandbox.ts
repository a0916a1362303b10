import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import type { Duplex, Readable } from 'node:stream';
import type { BootPlan, CommandExit, KeptTmp, Sandbox, TakenPaths, TakePlan, Taking } from '../sandbox.ts';
import type { EnvironmentCgroups, EnvironmentLimits } from './cgroups/environment-cgroups.ts';
import { exitFromSignal } from './command-exit.ts';
import { KnownProcess } from './proc.ts';
import type { GroupMemory } from './process-tree-memory.ts';
import { signalGroup, signalProcess } from './signals.ts';
import { LAUNCH_SCRIPT } from './supervisor-script.ts';

const MEGABYTE = 1_048_576;

export interface PlainSandboxOptions {
  readonly plan: BootPlan;
  readonly pathsOf: (take: TakePlan) => TakenPaths;
  readonly cgroups: EnvironmentCgroups;
  readonly limitsFor: (memoryMb: number) => EnvironmentLimits;
  readonly memory: GroupMemory;
  readonly tmp: PlainTmp;
  /** `setpriv` is there: the kernel ends the process with the platform. */
  readonly killedByKernel: boolean;
}

/** The directory that stands in for /tmp. */
export class PlainTmp implements KeptTmp {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
    mkdirSync(directory, { recursive: true });
  }

  release(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** One process group. The function's code stays where it was unpacked, and `TMPDIR` stands in for a private /tmp. */
export class PlainSandbox implements Sandbox {
  readonly pid: number | undefined;
  readonly socket: Duplex;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly exited: Promise<CommandExit>;
  readonly closed: Promise<void>;
  readonly #child: ChildProcess;
  readonly #options: PlainSandboxOptions;
  #memoryMb: number;
  #overMemory = false;
  #ended = false;
  #tmpKept = false;
  #gone = false;
  /** Known since it was stopped for the first time. */
  #command: KnownProcess | null = null;

  constructor(options: PlainSandboxOptions) {
    this.#options = options;
    const { plan, tmp } = options;
    this.#memoryMb = plan.memoryMb;
    const [file, ...args] = commandLine(options);
    this.#child = spawn(file, args, {
      cwd: plan.take?.code ?? tmp.directory,
      detached: true,
      env: { ...plan.command.env, TMPDIR: tmp.directory },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    this.pid = this.#child.pid;
    this.socket = this.#child.stdio[3] as Duplex;
    this.stdout = this.#child.stdout as Readable;
    this.stderr = this.#child.stderr as Readable;
    for (const stream of [this.socket, this.stdout, this.stderr]) stream.on('error', () => {});
    const exit = Promise.withResolvers<CommandExit>();
    const closed = Promise.withResolvers<void>();
    this.exited = exit.promise;
    this.closed = closed.promise;
    this.#child.on('exit', (status, signal) => exit.resolve(this.#exitOf(status, signal)));
    this.#child.on('error', () => this.#end(exit, closed)).on('close', () => this.#end(exit, closed));
  }

  take(plan: TakePlan): Taking {
    if (plan.memoryMb !== this.#memoryMb) this.#options.cgroups.limit(this.#options.limitsFor(plan.memoryMb));
    this.#memoryMb = plan.memoryMb;
    const paths = { ...this.#options.pathsOf(plan), environment: { TMPDIR: this.#options.tmp.directory } };
    return { paths, bound: Promise.resolve(true) };
  }

  /** No companions here: the command runs from the start. */
  run(): void {}

  signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    if (!this.#ended && this.pid !== undefined) signalProcess(this.pid, signal);
  }

  keepTmp(): KeptTmp | null {
    if (!this.#gone) this.#tmpKept = true;
    return this.#tmpKept ? this.#options.tmp : null;
  }

  freeze(): void {
    const { cgroups } = this.#options;
    if (this.#ended) return;
    if (this.pid !== undefined) this.#command ??= new KnownProcess(this.pid);
    if (cgroups.freezes) cgroups.freeze(true);
    else if (this.pid !== undefined) signalGroup(this.pid, 'SIGSTOP');
  }

  thaw(): boolean {
    const { cgroups } = this.#options;
    if (this.#ended) return false;
    const running = this.#command?.running ?? true;
    if (cgroups.freezes) cgroups.freeze(false);
    else if (this.pid !== undefined) signalGroup(this.pid, 'SIGCONT');
    return running;
  }

  kill(): void {
    if (this.#ended || this.pid === undefined) return;
    signalGroup(this.pid, 'SIGKILL');
    this.#options.cgroups.kill();
  }

  /** A process that detached itself is lost. */
  processes(): null {
    return null;
  }

  peakMemoryBytes(): number {
    return this.pid === undefined || this.#ended ? 0 : this.#options.memory.peak(this.pid);
  }

  enforceMemory(): void {
    if (this.pid === undefined || this.#ended || this.#overMemory) return;
    const limit = this.#memoryMb * MEGABYTE;
    if (!(this.#options.cgroups.exceeds(limit) ?? this.#options.memory.now(this.pid) > limit)) return;
    this.#overMemory = true;
    this.kill();
  }

  #exitOf(status: number | null, signal: string | null): CommandExit {
    const outOfMemory = this.#overMemory || this.#options.cgroups.outOfMemoryKills() > 0;
    return signal ? exitFromSignal(signal, outOfMemory) : { status, signal: null, outOfMemory };
  }

  #end(exit: PromiseWithResolvers<CommandExit>, closed: PromiseWithResolvers<void>): void {
    if (this.#ended) return;
    this.#ended = true;
    exit.resolve(this.#exitOf(127, null));
    // Whoever waits for the exit decides about the files.
    setImmediate(() => {
      this.#gone = true;
      if (!this.#tmpKept) this.#options.tmp.release();
      closed.resolve();
    });
  }
}

function commandLine({ plan, cgroups, killedByKernel }: PlainSandboxOptions): [string, ...string[]] {
  const { file, args } = plan.command;
  const entered = [
    'sh',
    '-c',
    LAUNCH_SCRIPT,
    'sh',
    String(cgroups.entrances.length),
    ...cgroups.entrances,
    file,
    ...args,
  ];
  if (killedByKernel) return ['setpriv', '--pdeathsig', 'KILL', '--', ...entered];
  return [file, ...args];
}
