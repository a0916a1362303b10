import type { Clock, Timer } from '../kernel/clock.ts';
import type { Storage } from '../storage/storage.ts';
import { type AsyncEvent, type DeliveryTables, listNext } from './async-events.ts';
import { isDue } from './rules.ts';

const RECOVERY_MS = 1000;

export interface AsyncLaneOptions {
  readonly name: string;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly parallelism: number;
  /** Runs the event and settles its row; resolves with when to try again (epoch milliseconds), or null. */
  readonly run: (event: AsyncEvent) => Promise<number | null>;
  readonly onIdle: () => void;
  readonly onFailure: (cause: unknown) => void;
}

/**
 * One function's events. At most `parallelism` are in memory; a committed event that finds no room stays a row, and
 * `#backlog` remembers that there are rows to read when room appears. One timer waits for the earliest back-off.
 */
export class AsyncLane {
  readonly #options: AsyncLaneOptions;
  readonly #running = new Set<string>();
  /** Being committed by `enqueue`, which will offer them: reads must leave them alone. */
  readonly #expected = new Set<string>();
  #backlog = false;
  #reading = false;
  #stopped = false;
  #timer: Timer | null = null;
  #timerAt = Infinity;

  constructor(options: AsyncLaneOptions) {
    this.#options = options;
  }

  /** An event is being committed. */
  expect({ requestId }: AsyncEvent): void {
    this.#expected.add(requestId);
  }

  /** It was not committed after all. */
  unexpect({ requestId }: AsyncEvent): void {
    this.#expected.delete(requestId);
    this.#reportIdle();
  }

  /** The expected event is committed: runs it, unless there is no room or others wait before it. */
  offer(event: AsyncEvent): void {
    this.#expected.delete(event.requestId);
    if (this.#backlog || this.#reading || this.#isFull()) this.wake();
    else if (!this.#stopped) void this.#run(event);
  }

  /** There may be rows to run. */
  wake(): void {
    this.#backlog = true;
    void this.#read();
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#reportIdle();
  }

  /** Nothing runs and nothing is ready; back-offs do not count. */
  isIdle(): boolean {
    return this.#running.size === 0 && this.#expected.size === 0 && !this.#reading && (!this.#backlog || this.#stopped);
  }

  isForgettable(): boolean {
    return this.isIdle() && this.#timer === null;
  }

  #isFull(): boolean {
    return this.#running.size >= this.#options.parallelism;
  }

  async #run(event: AsyncEvent): Promise<void> {
    this.#running.add(event.requestId);
    try {
      const nextAt = await this.#options.run(event);
      if (nextAt !== null) this.#wakeAt(nextAt);
    } catch (cause) {
      this.#recover(cause);
    }
    this.#running.delete(event.requestId);
    if (this.#backlog) void this.#read();
    this.#reportIdle();
  }

  async #read(): Promise<void> {
    if (this.#reading || this.#stopped || this.#isFull()) return;
    this.#reading = true;
    try {
      await this.#fill();
    } catch (cause) {
      this.#recover(cause);
    }
    this.#reading = false;
    if (this.#backlog && !this.#isFull()) void this.#read();
    this.#reportIdle();
  }

  async #fill(): Promise<void> {
    const { storage, clock, name, parallelism } = this.#options;
    this.#backlog = false;
    const room = parallelism - this.#running.size;
    const rows = await storage.read<DeliveryTables, { event: AsyncEvent; dueAt: number }[]>((db) =>
      listNext(db, name, this.#running, room),
    );
    for (const { event, dueAt } of rows) {
      if (this.#stopped || this.#running.has(event.requestId) || this.#expected.has(event.requestId)) continue;
      if (isDue(dueAt, clock.now())) void this.#run(event);
      else this.#wakeAt(dueAt);
    }
    if (rows.length === room) this.#backlog = isDue(rows.at(-1)!.dueAt, clock.now()) || this.#backlog;
  }

  /** The database did not answer: the rows are still there, so look again soon. */
  #recover(cause: unknown): void {
    if (this.#stopped) return;
    this.#options.onFailure(cause);
    this.#wakeAt(this.#options.clock.now() + RECOVERY_MS);
  }

  #wakeAt(at: number): void {
    if (at >= this.#timerAt || this.#stopped) return;
    this.#timer?.cancel();
    this.#timerAt = at;
    this.#timer = this.#options.clock.schedule(at - this.#options.clock.now(), () => {
      this.#timer = null;
      this.#timerAt = Infinity;
      this.wake();
    });
  }

  #reportIdle(): void {
    if (this.isIdle()) this.#options.onIdle();
  }
}
