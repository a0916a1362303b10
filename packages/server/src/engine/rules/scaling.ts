/** What a pool knows when requests find no idle environment. */
export interface PoolLoad {
  /** Requests that wait, the new one included. */
  readonly waiting: number;
  /** Environments on their way; each will take one of the waiting. */
  readonly starting: number;
  readonly busy: number;
  /** Mean duration of recent invocations in ms; null before the first has ended. */
  readonly meanDurationMs: number | null;
  /** How long the running ones have been running on average, in ms: an estimate from below while none has ended. */
  readonly meanAgeMs: number;
  /** How long the oldest of the running ones has been running, in ms; 0 when none runs. */
  readonly oldestAgeMs: number;
  /** For how long some have been waiting whenever somebody looked, since the last start, in ms. */
  readonly queuedMs: number;
  /** What a start has cost lately, in ms. */
  readonly startCostMs: number;
  /** The share of this machine that had nothing to do lately, 0 to 1. */
  readonly idleShare: number;
  /** CPUs of this machine. */
  readonly parallelism: number;
  /** Environments that memory still allows, over all pools. */
  readonly room: number;
}

/** Starts that run at the same time, per CPU: a start is CPU-bound, more of them only slow each other and whoever waits. */
const STARTS_PER_CPU = 2;
/** The same for first calls, which have nobody to slow: some more keep the CPUs busy while others wait for the disk. */
const FIRST_STARTS_PER_CPU = 4;
/** A start is never taken as cheaper or dearer than this, whatever was measured. */
const START_COST_BOUNDS_MS = [5, 1000] as const;
/** Nothing is ever entirely busy: keeps the cost of a start finite. */
const LEAST_IDLE_SHARE = 0.05;
/** A queue that has not ended for so long is no burst. */
const LASTING_QUEUE_MS = 100;
/** For each CPU: one computes while an answer and the next event are on their way. */
const ENVIRONMENTS_PER_CPU = 2;

/**
 * How many environments to start now. A request takes the first environment that frees up; a new one is started when
 * the wait is expected to exceed the cost of a start. 64 clients of a 1 ms function share a handful, 10 clients of a
 * one-second function get 10.
 *
 * A start on a busy machine takes its CPU from those that run, and the new environment finds none to run on: it costs
 * `startCostMs / idleShare`. Without this, durations and waits that only a lack of CPU has stretched ask for ever more
 * environments (measured on 2 CPUs: 36 of them for 64 clients of a 1 ms function, at half the throughput).
 */
export function environmentsToStart(load: PoolLoad): number {
  const uncovered = load.waiting - load.starting;
  const perCpu = load.meanDurationMs === null ? FIRST_STARTS_PER_CPU : STARTS_PER_CPU;
  const slots = perCpu * load.parallelism - load.starting;
  const most = Math.min(uncovered, slots, load.room);
  if (most <= 0) return 0;
  return load.meanDurationMs === null ? ofUnknownDuration(load, most) : worthStarting(load, uncovered, most);
}

/** As many as can start at once; when they run, the next follow, unless they turn out to be quick. */
function ofUnknownDuration({ busy, meanAgeMs }: PoolLoad, most: number): number {
  return busy > 0 && meanAgeMs < START_COST_BOUNDS_MS[0] ? 0 : most;
}

function worthStarting(load: PoolLoad, uncovered: number, most: number): number {
  const environments = load.busy + load.starting;
  if (environments === 0) return 1;
  const duration = durationOf(load);
  const cost = costOf(load);
  // Calls that began together end together: then nobody frees up before the oldest is through.
  const soonest = Math.max(0, (load.meanDurationMs ?? 0) - load.oldestAgeMs);
  for (let added = 0; added < most; added++) {
    // The last of those who wait: everyone before it takes a turn on one of the environments.
    const wait = Math.max(soonest, ((uncovered - added) / (environments + added)) * duration);
    if (wait <= cost) return added > 0 ? added : forLastingQueue(load, cost);
  }
  return most;
}

/**
 * What is known is believed until those that run are older than a start takes: they may have been held up once (thawed, or
 * by the machine), and what follows them is not. On a busy machine what runs is old because it waits for a CPU.
 */
function durationOf(load: PoolLoad): number {
  const known = load.meanDurationMs ?? 0;
  return load.meanAgeMs < boundedStartCostOf(load) ? known : Math.max(known, load.meanAgeMs * idleShareOf(load));
}

/**
 * Where calls come as fast as they are answered, each waits for less than a start costs, but all together for ever: some
 * more environments than a single call is worth pay, as long as the machine has anything to spare. Invocations a second of
 * a function that answers at once, 64 clients, two CPUs: 31,100 on three environments, 35,100 on four, 32,700 on six,
 * 31,800 on eight.
 */
function forLastingQueue(load: PoolLoad, cost: number): number {
  const isLasting = load.queuedMs >= Math.max(LASTING_QUEUE_MS, cost);
  const most = ENVIRONMENTS_PER_CPU * load.parallelism;
  return isLasting && load.idleShare > LEAST_IDLE_SHARE && load.busy + load.starting < most ? 1 : 0;
}

function costOf(load: PoolLoad): number {
  return Math.min(START_COST_BOUNDS_MS[1], boundedStartCostOf(load) / idleShareOf(load));
}

/** On a machine that has nothing else to do. */
function boundedStartCostOf({ startCostMs }: PoolLoad): number {
  const [low, high] = START_COST_BOUNDS_MS;
  return Math.min(high, Math.max(low, startCostMs));
}

function idleShareOf({ idleShare }: PoolLoad): number {
  return Math.max(LEAST_IDLE_SHARE, idleShare);
}
