import { EventEmitter, once } from 'node:events';
import type { Timer } from '../../../kernel/clock.ts';
import { DrivenClock } from '../../../kernel/driven-clock.ts';
import { MAX_JOB_MS } from './program-process.ts';

/** Tells when a process has begun with a job: only then its time runs, which nothing else takes as long as. */
export class WatchedClock extends DrivenClock {
  readonly #events = new EventEmitter();

  override schedule(delayMs: number, task: () => void): Timer {
    if (delayMs === MAX_JOB_MS) this.#events.emit('begun');
    return super.schedule(delayMs, task);
  }

  async begun(): Promise<void> {
    await once(this.#events, 'begun');
  }

  /** What comes of a job whose time runs out. */
  async overrun<T>(start: () => Promise<T>): Promise<T> {
    const begun = this.begun();
    const result = start();
    // Whoever awaits the result hears of it.
    result.catch(() => undefined);
    await begun;
    await this.advance(MAX_JOB_MS);
    return result;
  }
}
