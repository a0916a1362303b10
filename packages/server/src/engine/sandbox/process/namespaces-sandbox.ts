import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex, Readable, Writable } from 'node:stream';
import type { CommandExit, Companions, KeptTmp, Sandbox, TakePlan, Taking } from '../sandbox.ts';
import type { EnvironmentCgroups, EnvironmentLimits } from './cgroups/environment-cgroups.ts';
import { exitFromShell, exitFromSignal } from './command-exit.ts';
import { guestPathsOf } from './fstab.ts';
import { toShellExports } from './guest-command.ts';
import { DEFAULT_TMP_MB } from './limits.ts';
import type { NamespacesTmp } from './namespaces-tmp.ts';
import { childrenOf, KnownProcess, memoryOf, withDescendants } from './proc.ts';
import { signalGroup, signalProcess } from './signals.ts';

const MEGABYTE = 1_048_576;
/**
 * The launcher and the supervisor run as the platform's user: nothing of a customer's environment may reach them. The
 * usual place of what they call comes first: each place before it is a failed `execve`, five times in a start.
 */
const LAUNCH_ENV = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin:/usr/local/bin:/usr/local/sbin' };

export interface NamespacesSandboxOptions {
  /** Of `setpriv`. */
  readonly arguments: readonly string[];
  readonly cgroups: EnvironmentCgroups;
  /** The supervisor has a group to enter while the command starts: the function's files come after that. */
  readonly entersLate: boolean;
  readonly memoryMb: number;
  readonly limitsOf: (take: TakePlan) => EnvironmentLimits;
  /** Shell assignments. */
  readonly secretEnv: Buffer | null;
  readonly usesSocket: boolean;
  /** Writes the mounts of a plan to a file. */
  readonly fstabOf: (take: TakePlan) => string;
  readonly take: TakePlan | undefined;
  readonly companions: Companions | undefined;
  /** The sandbox continues in the namespaces of this one, where `take` is bound already. */
  readonly tmp: NamespacesTmp | null;
  /** Keeps /tmp as the given process sees it. */
  readonly keepTmp: (supervisor: number) => NamespacesTmp | null;
}

/** `setpriv` (parent-death signal) - `unshare` - supervisor (process 1 inside) - command. */
export class NamespacesSandbox implements Sandbox {
  readonly pid: number | undefined;
  readonly socket: Duplex;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly exited: Promise<CommandExit>;
  readonly closed: Promise<void>;
  readonly #child: ChildProcess;
  readonly #commands: Writable;
  readonly #options: NamespacesSandboxOptions;
  readonly #exit = Promise.withResolvers<CommandExit>();
  readonly #entered = Promise.withResolvers<void>();
  readonly #taken = Promise.withResolvers<boolean>();
  #memoryMb: number;
  #overMemory = false;
  #ended = false;
  #bound = false;
  #commandEnded = false;
  #kept: NamespacesTmp | null = null;
  /** Null until it has been started. */
  #command: KnownProcess | null = null;
  /** For a command that is about to start. */
  #signal: 'SIGTERM' | 'SIGKILL' | null = null;
  /** Host pids of `unshare`, supervisor and its copies: not the function's memory. */
  readonly #own = new Set<number>();
  /** The copy that takes commands; while null, the supervisor itself does. */
  #reader: KnownProcess | null = null;

  constructor(options: NamespacesSandboxOptions) {
    this.#options = options;
    this.#memoryMb = options.memoryMb;
    this.#child = spawn('setpriv', options.arguments, {
      cwd: '/',
      detached: true,
      env: LAUNCH_ENV,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe', ...(options.tmp?.descriptors ?? [])],
    });
    options.tmp?.handOver();
    this.pid = this.#child.pid;
    const [, , , socket, commands, reports] = this.#child.stdio as unknown as Duplex[];
    this.socket = socket!;
    this.stdout = this.#child.stdout as Readable;
    this.stderr = this.#child.stderr as Readable;
    this.#commands = commands!;
    this.exited = this.#exit.promise;
    this.closed = this.#watch(reports!);
    this.#start();
  }

  take(plan: TakePlan): Taking {
    if (!this.#options.take) {
      const command = this.#takeCommand(plan);
      void this.#entered.promise.then(() => this.#send(command));
    }
    return { paths: guestPathsOf(plan), bound: this.#taken.promise };
  }

  run(): void {
    this.#send('run\n');
  }

  signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    if (!this.#command) this.#signal = signal;
    else if (!this.#commandEnded && this.#command.running) signalProcess(this.#command.pid, signal);
  }

  keepTmp(): KeptTmp | null {
    if (this.#ended || !this.#bound) return null;
    const supervisor = this.#supervisor;
    if (supervisor !== undefined) this.#kept ??= this.#options.keepTmp(supervisor);
    return this.#kept;
  }

  /** Its slot belongs to whoever has the files. */
  get tmpKept(): boolean {
    return this.#kept !== null;
  }

  freeze(): void {
    const { cgroups } = this.#options;
    if (this.#ended) return;
    if (cgroups.freezes) cgroups.freeze(true);
    else this.#signalAll('SIGSTOP');
  }

  thaw(): boolean {
    const { cgroups } = this.#options;
    if (this.#ended) return false;
    const running = this.#command?.running ?? true;
    if (cgroups.freezes) cgroups.freeze(false);
    else this.#signalAll('SIGCONT');
    return running;
  }

  kill(): void {
    if (this.#ended || this.pid === undefined) return;
    signalGroup(this.pid, 'SIGKILL');
    this.#options.cgroups.kill();
  }

  processes(): readonly number[] {
    if (this.pid === undefined || this.#ended) return [];
    return this.#options.cgroups.processes() ?? withDescendants(this.pid);
  }

  peakMemoryBytes(): number {
    return this.#sum('VmHWM');
  }

  enforceMemory(): void {
    if (this.#ended || this.#overMemory) return;
    const limit = this.#memoryMb * MEGABYTE;
    if (!(this.#options.cgroups.exceeds(limit) ?? this.#sum('VmRSS') > limit)) return;
    this.#overMemory = true;
    this.keepTmp();
    this.kill();
  }

  #start(): void {
    const { take, tmp, secretEnv, usesSocket, companions, entersLate } = this.#options;
    if (secretEnv) this.socket.write(secretEnv);
    if (!usesSocket) this.socket.end();
    if (take && tmp) {
      this.#limit(take);
      this.#bind();
    }
    if (take && !tmp) this.#send(this.#takeCommand(take));
    if (companions) this.#startCompanions(companions);
    else this.run();
    if (!entersLate) this.#entered.resolve();
  }

  #startCompanions({ names, env }: Companions): void {
    const exports = toShellExports(env);
    for (const name of names) this.#send(`extension ${Buffer.byteLength(exports)} ${name}\n${exports}`);
  }

  #takeCommand(plan: TakePlan): string {
    this.#limit(plan);
    return `take ${this.#options.fstabOf(plan)} ${plan.ephemeralStorageMb}\n`;
  }

  /** `unshare` has no other child. */
  get #supervisor(): number | undefined {
    return this.pid === undefined ? undefined : childrenOf(this.pid)[0];
  }

  #limit(plan: TakePlan): void {
    const { cgroups, memoryMb, limitsOf } = this.#options;
    if (plan.ephemeralStorageMb !== DEFAULT_TMP_MB || plan.memoryMb !== memoryMb) cgroups.limit(limitsOf(plan));
    this.#memoryMb = plan.memoryMb;
  }

  #bind(): void {
    this.#bound = true;
    this.#taken.resolve(true);
  }

  #send(line: string): void {
    if (this.#ended) return;
    if (this.#reader?.running ?? true) this.#commands.write(line);
    else this.kill();
  }

  #watch(reports: Readable): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    for (const stream of [this.socket, this.#commands, this.stdout, this.stderr]) stream.on('error', () => {});
    void this.#taken.promise.catch(() => {});
    let rest = '';
    reports.setEncoding('latin1').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.#report(line);
    });
    const end = () => {
      if (this.#ended) return;
      this.#ended = true;
      this.#taken.resolve(false);
      this.#exit.resolve(exitFromSignal('SIGKILL', this.#outOfMemory()));
      resolve();
    };
    this.#child.on('close', end).on('error', end);
    return promise;
  }

  #report(line: string): void {
    const [event, detail = ''] = line.split(' ');
    if (event === 'entered') this.#entered.resolve();
    else if (event === 'taken') this.#bind();
    else if (event === 'failed') this.#taken.reject(new Error(`the sandbox could not be set up: ${detail}`));
    else if (event === 'own') this.#handedOver(Number(detail));
    else if (event === 'command') this.#started(new KnownProcess(Number(detail)));
    else if (event === 'exit') this.#exited(line.slice(`${event} ${detail} `.length), Number(detail));
  }

  #handedOver(reader: number): void {
    this.#own.add(reader);
    this.#reader = new KnownProcess(reader);
  }

  #started(command: KnownProcess): void {
    this.#command = command;
    if (this.#signal) this.signal(this.#signal);
  }

  /** @param companion empty: the command */
  #exited(companion: string, status: number): void {
    if (companion !== '') return this.#options.companions?.onExit(companion, exitFromShell(status, false));
    this.#commandEnded = true;
    this.#exit.resolve(exitFromShell(status, this.#outOfMemory()));
  }

  #outOfMemory(): boolean {
    return this.#overMemory || this.#options.cgroups.outOfMemoryKills() > 0;
  }

  #sum(field: 'VmRSS' | 'VmHWM'): number {
    if (this.pid === undefined || this.#ended) return 0;
    const own = new Set([this.pid, this.#supervisor, ...this.#own]);
    return this.processes().reduce((sum, pid) => (own.has(pid) ? sum : sum + memoryOf(pid, field)), 0);
  }

  /** The group, and processes that left it (`setsid`), as far as a control group knows them. */
  #signalAll(signal: 'SIGSTOP' | 'SIGCONT'): void {
    if (this.pid === undefined) return;
    signalGroup(this.pid, signal);
    for (const pid of this.#options.cgroups.processes() ?? []) signalProcess(pid, signal);
  }
}
