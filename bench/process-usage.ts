import { readdirSync, readFileSync } from 'node:fs';

/** What /proc counts processor time in: USER_HZ is 100 on every Linux that Node runs on (proc(5), sysconf(3)). */
const MS_PER_TICK = 10;

/** Processor time in ms, user and system, of a process with all its threads, and of it with all its living descendants. */
export interface CpuTime {
  readonly alone: number;
  readonly withChildren: ReadonlyMap<number, number>;
}

export function cpuTime(pid: number): CpuTime {
  const withChildren = new Map(processTree(pid).map((each) => [each, statOf(each)?.cpuMs ?? 0]));
  return { alone: withChildren.get(pid) ?? Number.NaN, withChildren };
}

/** A process that began in between counts whole, one that ended not at all. */
export function cpuSpent(before: CpuTime, after: CpuTime): { readonly alone: number; readonly withChildren: number } {
  let withChildren = 0;
  for (const [pid, spent] of after.withChildren) withChildren += spent - (before.withChildren.get(pid) ?? 0);
  return { alone: after.alone - before.alone, withChildren };
}

/** Resident memory of the process alone, in MB. */
export function residentMb(pid: number): number {
  return kilobytes(`/proc/${pid}/status`, /^VmRSS:\s+(\d+) kB/m) / 1024;
}

function kilobytes(file: string, pattern: RegExp): number {
  return Number(pattern.exec(readOrEmpty(file))?.[1] ?? 0);
}

function processTree(root: number): number[] {
  const children = Map.groupBy(livingProcesses(), (pid) => statOf(pid)?.parent ?? 0);
  const tree = [root];
  // Grows while it is walked, down to the last descendant.
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

function livingProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Fields 4, 14 and 15 of proc_pid_stat(5); the name before them may hold spaces and brackets. */
function statOf(pid: number): { readonly parent: number; readonly cpuMs: number } | undefined {
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  if (stat === '') return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { parent: Number(fields[1]), cpuMs: (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK };
}

/** A process may end between being listed and being read. */
function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
