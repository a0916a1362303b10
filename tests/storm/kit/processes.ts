import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { detectCgroups } from '../../../packages/server/src/engine/sandbox/process/cgroups/cgroup-layout.ts';

/** Every process below `pid`, by the kernel's own list of children. */
export function descendantsOf(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)]);
}

export function childrenOf(pid: number): number[] {
  const threads = reading(() => readdirSync(`/proc/${pid}/task`), []);
  return threads.flatMap((thread) =>
    reading(() => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8'), '')
      .split(' ')
      .filter(Boolean)
      .map(Number),
  );
}

export function commandOf(pid: number): string {
  return reading(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'), '').replaceAll('\0', ' ');
}

/** A zombie is dead: its parent has only not asked yet. */
export function isAlive(pid: number): boolean {
  const status = reading(() => readFileSync(`/proc/${pid}/status`, 'utf8'), '');
  return status !== '' && !/^State:\s+Z/m.test(status);
}

/** `VmRSS` (now) or `VmHWM` (peak) in MB. */
export function memoryMb(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const status = reading(() => readFileSync(`/proc/${pid}/status`, 'utf8'), '');
  return Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) / 1024;
}

/** The processes whose command line or environment names `marker`, and those in the control groups of a data directory. */
export function processesOf(data: string): number[] {
  const named = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) =>
      ['cmdline', 'environ'].some((file) =>
        reading(() => readFileSync(`/proc/${name}/${file}`, 'utf8'), '').includes(data),
      ),
    )
    .map(Number);
  return [...new Set([...named, ...processesInGroups(data)])].filter(isAlive);
}

/** A process that a function detached (`setsid`) has nobody's name on it, but stays in its group. */
function processesInGroups(data: string): number[] {
  const groups = controlGroupsOf(data);
  return groups.flatMap((group) =>
    [group, ...reading(() => readdirSync(group), []).map((name) => join(group, name))].flatMap((directory) =>
      reading(() => readFileSync(join(directory, 'cgroup.procs'), 'utf8'), '')
        .split('\n')
        .filter(Boolean)
        .map(Number),
    ),
  );
}

/** Directories of the sandboxes' control groups, whichever controllers this host has. */
export function controlGroupsOf(data: string): string[] {
  const run = reading(() => realpathSync(join(data, 'run')), join(data, 'run'));
  const name = `hearth-${createHash('sha256').update(run).digest('hex').slice(0, 12)}`;
  const { v1, v2 } = detectCgroups();
  const places = [...Object.values(v1), ...(v2 ? [v2.directory] : [])];
  return places.map((place) => join(place, name)).filter((path) => existsSync(path));
}

function reading<Result>(read: () => Result, gone: Result): Result {
  try {
    return read();
  } catch {
    return gone;
  }
}
