import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type {
  BootPlan,
  HostCapabilities,
  Sandbox,
  SandboxCommand,
  SandboxDriver,
  TakenPaths,
  TakePlan,
} from '../sandbox.ts';
import { BaseRoot } from './base-root.ts';
import { CgroupParent } from './cgroups/environment-cgroups.ts';
import type { CgroupLayout } from './cgroups/cgroup-layout.ts';
import { bootFstab, guestPathsOf, type MountPoints, takeFstab } from './fstab.ts';
import { type GuestCommand, toGuest, toShellExports } from './guest-command.ts';
import { DEFAULT_TMP_MB, limitsOf, PROCESSES } from './limits.ts';
import { NamespacesSandbox } from './namespaces-sandbox.ts';
import { NamespacesTmp } from './namespaces-tmp.ts';
import { ProcessRecord } from './process-record.ts';
import { Slots } from './slots.ts';
import { SECRET_ENV_SCRIPT, SUPERVISOR_SCRIPT } from './supervisor-script.ts';

/** The first user id of sandboxes: far from a distribution's users and below those of user namespaces (subuid). */
export const FIRST_UID = 200_000;
const NO_PRIVILEGES = '--inh-caps=-all --bounding-set=-all --no-new-privs';

export interface NamespacesOptions {
  /** Ours alone; on a file system that may be bound. */
  readonly runDirectory: string;
  readonly capabilities: HostCapabilities;
  readonly cgroups: CgroupLayout;
  /** Names this data directory among the host's control groups. */
  readonly name: string;
  /** CPUs that even the smallest function may use when they are free. */
  readonly cpuFloor: number;
}

/** Sandboxes from PID, mount and (without root) user namespaces, control groups and a private root directory. */
export class NamespacesDriver implements SandboxDriver {
  readonly capabilities: HostCapabilities;
  readonly #options: NamespacesOptions;
  readonly #base: BaseRoot;
  readonly #points: MountPoints;
  readonly #cgroups: CgroupParent;
  readonly #record: ProcessRecord;
  readonly #slots = new Slots();
  /** fstab files by their content: environments of one version share them. */
  readonly #fstabs = new Map<string, string>();
  #sequence = 0;

  constructor(options: NamespacesOptions) {
    this.capabilities = options.capabilities;
    this.#options = options;
    const at = (name: string) => join(options.runDirectory, name);
    for (const name of ['mnt', 'stage/task', 'stage/opt', 'fstab']) mkdirSync(at(name), { recursive: true });
    writeFileSync(at('supervisor.sh'), SUPERVISOR_SCRIPT);
    this.#points = { root: at('mnt'), stage: at('stage') };
    this.#base = new BaseRoot(at('root'));
    chmodSync(at('root'), 0o755);
    this.#cgroups = new CgroupParent(options.cgroups, options.name);
    this.#record = new ProcessRecord(at('processes'));
  }

  boot(plan: BootPlan): Sandbox {
    const { cpuFloor } = this.#options;
    this.#base.refresh();
    const tmp = plan.tmp instanceof NamespacesTmp ? plan.tmp : null;
    const slot = tmp?.slot ?? this.#slots.take();
    if (this.capabilities.strategy === 'namespaces-root') this.#base.addUser(FIRST_UID + slot);
    const cgroups = this.#cgroups.create(
      `${slot}-${this.#sequence++}`,
      limitsOf(plan.memoryMb, DEFAULT_TMP_MB, cpuFloor),
    );
    const guest = toGuest(plan.command);
    const secretEnv = plan.command.secretEnv ? Buffer.from(toShellExports(guest.env)) : null;
    const lateEntrance = runsForeignCode(plan) ? null : cgroups.lateEntrance;
    const entrances = cgroups.entrances.filter((entrance) => entrance !== lateEntrance);
    const supervised = [lateEntrance ?? '-', String(entrances.length), ...entrances];
    const sandbox = new NamespacesSandbox({
      arguments: this.#supervised(plan, slot, [...supervised, ...commandLine(plan.command, guest, secretEnv)]),
      entersLate: lateEntrance !== null,
      cgroups,
      memoryMb: plan.memoryMb,
      limitsOf: (take) => limitsOf(take.memoryMb, take.ephemeralStorageMb, cpuFloor),
      secretEnv,
      usesSocket: plan.command.usesSocket,
      fstabOf: (take) => this.#fstab(takeFstab(this.#points, take)),
      take: plan.take,
      companions: plan.companions,
      tmp,
      keepTmp: (supervisor) =>
        NamespacesTmp.keep(supervisor, join(this.#points.root, 'tmp'), slot, (freed) => this.#slots.free(freed)),
    });
    if (sandbox.pid !== undefined) this.#record.add(sandbox.pid);
    void sandbox.closed.then(() => {
      this.#cgroups.remove(cgroups);
      if (!sandbox.tmpKept) this.#slots.free(slot);
    });
    return sandbox;
  }

  pathsOf(plan: TakePlan): TakenPaths {
    return guestPathsOf(plan);
  }

  endLeftovers(): void {
    this.#record.endLeftovers();
    this.#cgroups.endLeftovers();
  }

  async close(): Promise<void> {
    await this.#cgroups.close();
    this.#record.clear();
  }

  #supervised(plan: BootPlan, slot: number, supervised: readonly string[]): string[] {
    const { runDirectory, capabilities } = this.#options;
    const root = capabilities.strategy === 'namespaces-root';
    const uid = FIRST_UID + slot;
    const identity = root ? `--reuid=${uid} --regid=${uid} --clear-groups ${NO_PRIVILEGES}` : NO_PRIVILEGES;
    const enter = root ? [] : ['--user=/proc/self/fd/7', '--preserve-credentials'];
    const earlier = plan.tmp ? ['nsenter', '--mount=/proc/self/fd/6', ...enter, '--'] : [];
    const user = root || plan.tmp ? [] : ['--user', '--map-root-user'];
    const processes = root ? String(PROCESSES) : '0';
    const unshare = ['unshare', ...user, '--mount', '--pid', '--ipc', '--fork', '--kill-child', '--'];
    const fstab = plan.tmp ? '-' : this.#bootFstab(plan);
    const supervisor = ['sh', join(runDirectory, 'supervisor.sh'), this.#points.root, fstab];
    return ['--pdeathsig', 'KILL', '--', ...earlier, ...unshare, ...supervisor, processes, identity, ...supervised];
  }

  #bootFstab(plan: BootPlan): string {
    const { visiblePaths, guestPaths } = plan.command;
    const binds = [
      ...visiblePaths
        .filter((path) => !isSystemPath(path) && !coveredBy(path, guestPaths))
        .map((path) => [path, path] as const),
      ...Object.entries(guestPaths),
    ];
    const key = `boot ${JSON.stringify(binds)}`;
    const known = this.#fstabs.get(key);
    if (known) return known;
    for (const [host, guest] of binds) this.#base.mountPoint(host, guest);
    return this.#fstab(bootFstab(this.#points, this.#base, binds), key);
  }

  #fstab(text: string, key = text): string {
    const known = this.#fstabs.get(key);
    if (known) return known;
    const file = join(this.#options.runDirectory, 'fstab', String(this.#fstabs.size));
    writeFileSync(file, text);
    this.#fstabs.set(key, file);
    return file;
  }
}

/** Before it is taken: the function's files, or a program in NODE_OPTIONS (`--import data:…`). */
function runsForeignCode({ take, command }: BootPlan): boolean {
  return take !== undefined || 'NODE_OPTIONS' in command.env;
}

function commandLine({ usesSocket }: SandboxCommand, guest: GuestCommand, secretEnv: Buffer | null): string[] {
  const command = [guest.file, ...guest.args];
  if (secretEnv) {
    return [
      '/bin/sh',
      '-c',
      SECRET_ENV_SCRIPT,
      'sh',
      String(secretEnv.length),
      usesSocket ? 'open' : 'closed',
      ...command,
    ];
  }
  return ['/usr/bin/env', '-i', ...Object.entries(guest.env).map(([name, value]) => `${name}=${value}`), ...command];
}

function isSystemPath(path: string): boolean {
  return path === '/usr' || /^\/(usr|bin|sbin|lib|lib32|lib64)\//.test(path);
}

function coveredBy(path: string, guestPaths: Readonly<Record<string, string>>): boolean {
  for (let at = path; at !== '/'; at = dirname(at)) if (guestPaths[at] !== undefined) return true;
  return false;
}
