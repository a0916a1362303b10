import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { EventLoopUtilization } from 'node:perf_hooks';

/** The kernel counts CPU time in ticks of 10 ms: a shorter window shows noise. */
const WINDOW_MS = 50;
/** A longer one tells of the past. */
const STALE_MS = 500;

interface Snapshot {
  readonly at: number;
  readonly loop: EventLoopUtilization;
  readonly cpu: CpuTimes;
}

interface CpuTimes {
  readonly idle: number;
  readonly total: number;
}

/**
 * The share of the machine that has nothing to do: that of its CPUs, or that of the platform's own thread, which every
 * invocation passes, when that is less. Samples only while someone asks.
 */
export class IdleShare {
  #last: Snapshot | null = null;
  #share = 1;

  /** 0 to 1; 1 as long as nothing recent is known. */
  now(): number {
    const last = this.#last;
    const elapsed = last ? performance.now() - last.at : Number.POSITIVE_INFINITY;
    if (elapsed < WINDOW_MS) return this.#share;
    const next = { at: performance.now(), loop: performance.eventLoopUtilization(), cpu: readCpuTimes() };
    this.#share = last && elapsed <= STALE_MS ? shareBetween(last, next) : 1;
    this.#last = next;
    return this.#share;
  }
}

function shareBetween(before: Snapshot, after: Snapshot): number {
  const total = after.cpu.total - before.cpu.total;
  const cpu = total > 0 ? (after.cpu.idle - before.cpu.idle) / total : 1;
  const loop = 1 - performance.eventLoopUtilization(after.loop, before.loop).utilization;
  return Math.max(0, Math.min(1, cpu, loop));
}

/** proc(5): `cpu user nice system idle iowait irq softirq steal …`; `os.cpus()` costs milliseconds on large machines. */
function readCpuTimes(): CpuTimes {
  if (process.platform !== 'linux') return sumOfCpus();
  const line = readFileSync('/proc/stat', 'latin1').split('\n', 1)[0] ?? '';
  const times = line.split(/\s+/).slice(1, 9).map(Number);
  return { idle: (times[3] ?? 0) + (times[4] ?? 0), total: times.reduce((sum, time) => sum + time, 0) };
}

function sumOfCpus(): CpuTimes {
  const all = cpus().map(({ times }) => times);
  const idle = all.reduce((sum, times) => sum + times.idle, 0);
  return { idle, total: all.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, idle) };
}
