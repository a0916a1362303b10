import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { signalProcess } from '../signals.ts';
import type { CgroupLayout } from './cgroup-layout.ts';

/** CFS period in microseconds (kernel default). */
const CPU_PERIOD_US = 100_000;
const MEGABYTE = 1_048_576;
const REMOVAL_TRIES = 50;
const REMOVAL_PAUSE_MS = 10;

export interface EnvironmentLimits {
  /** The kernel's hard limit: function memory plus what may lie in /tmp, which is charged to the same group. */
  readonly memoryMb: number;
  readonly processes: number;
  /** Relative weight, 1024 for a whole CPU. */
  readonly cpuShares: number;
  /** CPUs at most. */
  readonly cpuQuota: number;
}

/** The control groups of all sandboxes of one data directory: `<own group>/hearth-<name>/<sandbox>`. */
export class CgroupParent {
  readonly layout: CgroupLayout;
  readonly #name: string;
  /** Groups to be removed, children before their parents. */
  readonly #lingering = new Set<string>();

  constructor(layout: CgroupLayout, name: string) {
    this.layout = layout;
    this.#name = `hearth-${name}`;
    for (const directory of this.#directories()) mkdirSync(directory, { recursive: true });
    const { v2 } = layout;
    if (v2 && v2.controllers.length > 0) {
      const wanted = v2.controllers
        .filter((each) => ['memory', 'pids', 'cpu'].includes(each))
        .map((each) => `+${each}`);
      writeFileSync(join(v2.directory, this.#name, 'cgroup.subtree_control'), wanted.join(' '));
    }
  }

  create(id: string, limits: EnvironmentLimits): EnvironmentCgroups {
    return new EnvironmentCgroups(this.layout, join(this.#name, id), limits);
  }

  /** Ends processes of groups that a killed platform left, and removes the groups. */
  endLeftovers(): void {
    for (const directory of this.#directories()) {
      for (const child of readdirSync(directory, { withFileTypes: true })) {
        if (child.isDirectory()) endGroup(join(directory, child.name));
      }
    }
  }

  /** Removes an ended sandbox's groups. A process leaves its group a moment after its files were closed: what is still busy goes later. */
  remove(group: EnvironmentCgroups): void {
    for (const directory of group.directories) this.#lingering.add(directory);
    this.#sweep();
  }

  async close(): Promise<void> {
    this.endLeftovers();
    for (const directory of this.#directories()) this.#lingering.add(directory);
    for (let tries = 0; tries < REMOVAL_TRIES && !this.#sweep(); tries++) await sleep(REMOVAL_PAUSE_MS);
  }

  /** @returns whether nothing is left */
  #sweep(): boolean {
    for (const directory of this.#lingering) if (removeGroup(directory)) this.#lingering.delete(directory);
    return this.#lingering.size === 0;
  }

  #directories(): string[] {
    const { v1, v2 } = this.layout;
    return [...new Set([...Object.values(v1), ...(v2 ? [v2.directory] : [])])].map((directory) =>
      join(directory, this.#name),
    );
  }
}

/** One sandbox's groups, in as many hierarchies as the host has. */
export class EnvironmentCgroups {
  readonly #v1: CgroupLayout['v1'];
  readonly #v2: string | null;
  readonly #controllers: readonly string[];
  readonly directories: readonly string[];

  constructor(layout: CgroupLayout, path: string, limits: EnvironmentLimits) {
    this.#v1 = Object.fromEntries(Object.entries(layout.v1).map(([name, directory]) => [name, join(directory, path)]));
    this.#v2 = layout.v2 && join(layout.v2.directory, path);
    this.#controllers = layout.v2?.controllers ?? [];
    this.directories = [...new Set([...Object.values(this.#v1), ...(this.#v2 ? [this.#v2] : [])])];
    for (const directory of this.directories) mkdirSync(directory, { recursive: true });
    this.limit(limits);
  }

  /**
   * The files that a process of a single thread writes `0` to in order to enter. `cgroup.procs` takes 6 to 20 ms: it
   * must hold off the forks of all threads and waits for an RCU grace period. Version 1 can move one thread, in 0.05 ms.
   */
  get entrances(): readonly string[] {
    const v1 = [...new Set(Object.values(this.#v1))].map((directory) => join(directory, 'tasks'));
    return this.#v2 ? [...v1, join(this.#v2, 'cgroup.procs')] : v1;
  }

  /** The slow one of `entrances`, if that group limits nothing (it stops and ends what is inside): a runtime boots meanwhile. */
  get lateEntrance(): string | null {
    return this.#v2 && this.#controllers.length === 0 ? join(this.#v2, 'cgroup.procs') : null;
  }

  limit(limits: EnvironmentLimits): void {
    this.#limitMemory(limits.memoryMb);
    this.#limitProcesses(limits.processes);
    this.#limitCpu(limits.cpuShares, limits.cpuQuota);
  }

  #limitMemory(megabytes: number): void {
    const bytes = String(megabytes * MEGABYTE);
    if (this.#v1.memory) return writeFileSync(join(this.#v1.memory, 'memory.limit_in_bytes'), bytes);
    if (!this.#v2 || !this.#controllers.includes('memory')) return;
    writeFileSync(join(this.#v2, 'memory.max'), bytes);
    writeIfPresent(join(this.#v2, 'memory.swap.max'), '0');
  }

  /**
   * Whether the group has more memory than `bytes` that the kernel cannot take back, without /tmp; null when no
   * controller says. The statistics cost five times what the total does (150 us), and are read only when that is above.
   */
  exceeds(bytes: number): boolean | null {
    if (this.#v1.memory) {
      const { memory } = this.#v1;
      return (
        numberIn(join(memory, 'memory.usage_in_bytes')) > bytes &&
        statOf(join(memory, 'memory.stat'), 'total_rss')! > bytes
      );
    }
    if (!this.#v2 || !this.#controllers.includes('memory')) return null;
    return numberIn(join(this.#v2, 'memory.current')) > bytes && statOf(join(this.#v2, 'memory.stat'), 'anon')! > bytes;
  }

  /** How often the kernel ended a process of this group for its memory; 0 when the group is gone, as at the driver's end. */
  outOfMemoryKills(): number {
    const file = this.#memoryEvents();
    return file !== null && existsSync(file) ? (statOf(file, 'oom_kill') ?? 0) : 0;
  }

  #memoryEvents(): string | null {
    if (this.#v1.memory) return join(this.#v1.memory, 'memory.oom_control');
    return this.#v2 && this.#controllers.includes('memory') ? join(this.#v2, 'memory.events') : null;
  }

  /** Whether the kernel can stop this group. Version 1's freezer is not used: SIGKILL waits there until the group is thawed. */
  get freezes(): boolean {
    return this.#v2 !== null;
  }

  freeze(frozen: boolean): void {
    if (this.#v2) writeFileSync(join(this.#v2, 'cgroup.freeze'), frozen ? '1' : '0');
  }

  /** Host process ids of everything inside; null without any hierarchy. */
  processes(): number[] | null {
    const [directory] = this.directories;
    return directory === undefined ? null : processesOf(directory);
  }

  /** Ends what is inside, also what left the process group of its parent. */
  kill(): void {
    const [directory] = this.directories;
    if (this.#v2 && existsSync(join(this.#v2, 'cgroup.kill'))) writeFileSync(join(this.#v2, 'cgroup.kill'), '1');
    else if (directory !== undefined) for (const pid of processesOf(directory)) signalProcess(pid, 'SIGKILL');
  }

  #limitProcesses(count: number): void {
    if (this.#v1.pids) writeFileSync(join(this.#v1.pids, 'pids.max'), String(count));
    else if (this.#v2 && this.#controllers.includes('pids')) writeFileSync(join(this.#v2, 'pids.max'), String(count));
  }

  #limitCpu(shares: number, quota: number): void {
    const quotaUs = String(Math.round(quota * CPU_PERIOD_US));
    if (this.#v1.cpu) {
      writeFileSync(join(this.#v1.cpu, 'cpu.shares'), String(Math.max(2, shares)));
      writeIfPresent(join(this.#v1.cpu, 'cpu.cfs_quota_us'), quotaUs);
    } else if (this.#v2 && this.#controllers.includes('cpu')) {
      writeFileSync(
        join(this.#v2, 'cpu.weight'),
        String(Math.min(10_000, Math.max(1, Math.round((shares * 100) / 1024)))),
      );
      writeFileSync(join(this.#v2, 'cpu.max'), `${quotaUs} ${CPU_PERIOD_US}`);
    }
  }
}

function numberIn(file: string): number {
  return Number(readFileSync(file, 'latin1'));
}

/** Null also when the group is gone: what ended in it may be heard of later. */
function statOf(file: string, name: string): number | null {
  if (!existsSync(file)) return null;
  const match = new RegExp(`^${name} (\\d+)$`, 'm').exec(readFileSync(file, 'utf8'));
  return match ? Number(match[1]) : null;
}

/** None when the group is gone. */
function processesOf(directory: string): number[] {
  const file = join(directory, 'cgroup.procs');
  const text = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  return text === '' ? [] : text.split('\n').map(Number);
}

function endGroup(directory: string): void {
  writeIfPresent(join(directory, 'cgroup.kill'), '1');
  for (const pid of processesOf(directory)) signalProcess(pid, 'SIGKILL');
  removeGroup(directory);
}

/** @returns false while its last process is still being reaped (EBUSY) */
function removeGroup(directory: string): boolean {
  try {
    rmdirSync(directory);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EBUSY' || code === 'ENOTEMPTY') return false;
    if (code === 'ENOENT') return true;
    throw error;
  }
}

function writeIfPresent(file: string, text: string): void {
  if (existsSync(file)) writeFileSync(file, text);
}
