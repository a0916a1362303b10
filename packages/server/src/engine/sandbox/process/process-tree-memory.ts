import { execFile } from 'node:child_process';
import { memoryOf, withDescendants } from './proc.ts';

/** Resident memory of process groups, in bytes. */
export interface GroupMemory {
  now(leader: number): number;
  peak(leader: number): number;
}

/** From Linux' /proc: exact, cheap. */
export const PROC_MEMORY: GroupMemory = {
  now: (leader) => sumOver(leader, 'VmRSS'),
  peak: (leader) => sumOver(leader, 'VmHWM'),
};

const REFRESH_MS = 1000;

/** From `ps`, for macOS: one run for all groups, once a second while someone asks, never waited for. */
export class PsMemory implements GroupMemory {
  #byGroup = new Map<number, number>();
  readonly #peaks = new Map<number, number>();
  #askedAt = Number.NEGATIVE_INFINITY;

  now(leader: number): number {
    this.#refresh();
    return this.#byGroup.get(leader) ?? 0;
  }

  peak(leader: number): number {
    this.#refresh();
    return this.#peaks.get(leader) ?? 0;
  }

  #refresh(): void {
    if (performance.now() - this.#askedAt < REFRESH_MS) return;
    this.#askedAt = performance.now();
    execFile('ps', ['-axo', 'pgid=,rss='], (error, stdout) => {
      if (error) return;
      this.#byGroup = new Map();
      for (const row of stdout.trim().split('\n')) {
        const [group = 0, kilobytes = 0] = row.trim().split(/\s+/).map(Number);
        this.#byGroup.set(group, (this.#byGroup.get(group) ?? 0) + kilobytes * 1024);
      }
      for (const [group, bytes] of this.#byGroup) this.#peaks.set(group, Math.max(bytes, this.#peaks.get(group) ?? 0));
      for (const group of this.#peaks.keys()) if (!this.#byGroup.has(group)) this.#peaks.delete(group);
    });
  }
}

function sumOver(leader: number, field: 'VmRSS' | 'VmHWM'): number {
  return withDescendants(leader).reduce((sum, pid) => sum + memoryOf(pid, field), 0);
}
