import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Readings of Linux' /proc. A process that has ended reads as nothing. */

export function childrenOf(pid: number): number[] {
  const threads = read(() => readdirSync(`/proc/${pid}/task`), []);
  return threads.flatMap((thread) => {
    const text = read(() => readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1').trim(), '');
    return text === '' ? [] : text.split(' ').map(Number);
  });
}

export function withDescendants(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(withDescendants)];
}

/** `VmRSS` (now) or `VmHWM` (peak), in bytes. */
export function memoryOf(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const status = read(() => readFileSync(`/proc/${pid}/status`, 'latin1'), '');
  const at = status.indexOf(`${field}:`);
  return at < 0 ? 0 : Number.parseInt(status.slice(at + field.length + 1), 10) * 1024;
}

/** When a process started, in clock ticks since boot: with the pid it names a process for good. Null: no such process. */
export function startTicksOf(pid: number): string | null {
  return statOf(pid)[19] ?? null;
}

/** Not on macOS. */
const HAS_PROC = existsSync('/proc/self/stat');

/** One process, whatever else gets its pid when it has ended. */
export class KnownProcess {
  readonly pid: number;
  readonly #startTicks: string | null;

  constructor(pid: number) {
    this.pid = pid;
    this.#startTicks = startTicksOf(pid);
  }

  /**
   * False for one that has ended and that its parent has not buried yet, too, and for one that was gone before it became
   * known; true where there is no /proc to ask.
   */
  get running(): boolean {
    if (!HAS_PROC) return true;
    const stat = statOf(this.pid);
    return stat[0] !== 'Z' && stat[0] !== 'X' && stat[19] === this.#startTicks;
  }
}

/** The fields of proc(5) behind the command name, which stands in parentheses and may contain blanks: `state`, … `starttime` (the 20th). */
function statOf(pid: number): readonly string[] {
  const stat = read(() => readFileSync(`/proc/${pid}/stat`, 'latin1'), '');
  return stat === '' ? [] : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function read<T>(reading: () => T, ended: T): T {
  try {
    return reading();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return ended;
    throw error;
  }
}
