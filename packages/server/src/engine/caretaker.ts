import type { Clock, Timer } from '../kernel/clock.ts';
import type { Pool } from './pool.ts';

/** An environment keeps running this long after an answer, so that a caller who comes right back does not pay for a thaw. */
const FREEZE_AFTER_MS = 5;
const MEMORY_WATCH_MS = 100;
/** Idle environments are ended after ten minutes (AWS keeps them for some minutes, unspecified). */
const END_IDLE_AFTER_MS = 600_000;
const END_IDLE_EVERY_MS = 60_000;

/** What happens to environments over time, in few timers for all of them instead of some for each. */
export class Caretaker {
  readonly #pools: () => Iterable<Pool>;
  readonly #clock: Clock;
  #freezing: NodeJS.Timeout | null = null;
  readonly #watching: NodeJS.Timeout;
  #ending: Timer;

  constructor(pools: () => Iterable<Pool>, clock: Clock) {
    this.#pools = pools;
    this.#clock = clock;
    this.#watching = setInterval(() => this.#watchMemory(), MEMORY_WATCH_MS).unref();
    this.#ending = clock.schedule(END_IDLE_EVERY_MS, () => this.#endIdle());
  }

  /** Some environment became idle: freezes what stays so. */
  idled(): void {
    this.#freezing ??= setInterval(() => this.#freeze(), FREEZE_AFTER_MS);
  }

  stop(): void {
    if (this.#freezing) clearInterval(this.#freezing);
    clearInterval(this.#watching);
    this.#ending.cancel();
  }

  #freeze(): void {
    let left = false;
    for (const pool of this.#pools()) left = pool.freezeIdle(FREEZE_AFTER_MS) || left;
    if (left || !this.#freezing) return;
    clearInterval(this.#freezing);
    this.#freezing = null;
  }

  #watchMemory(): void {
    for (const pool of this.#pools()) pool.enforceMemory();
  }

  #endIdle(): void {
    for (const pool of this.#pools()) pool.endIdle(this.#clock.now() - END_IDLE_AFTER_MS);
    this.#ending = this.#clock.schedule(END_IDLE_EVERY_MS, () => this.#endIdle());
  }
}
