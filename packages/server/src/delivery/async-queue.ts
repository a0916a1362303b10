import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Storage } from '../storage/storage.ts';
import {
  type AsyncEvent,
  deleteEvent,
  deliveryMigrations,
  type DeliveryTables,
  insertEvent,
  laneOf,
  listLanes,
  postponeEvent,
} from './async-events.ts';
import { AsyncLane } from './async-lane.ts';
import { backOffMs, isTooOld } from './rules.ts';

/**
 * How a run ended. `finished`: the function ran, or never can (deleted, switched off); `returned`: it did not run now
 * (throttled, a fault of ours) and is tried again later.
 */
export type RunOutcome = 'finished' | 'returned';

export interface AsyncQueueOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Runs one event; rejecting counts as `returned`. */
  readonly run: (event: AsyncEvent) => Promise<RunOutcome>;
  /** Events of one function that run at once. */
  readonly parallelism?: number;
}

const DEFAULT_PARALLELISM = 64;

/**
 * The durable queue of asynchronous invocations. Accepted means committed: `enqueue` resolves when the row stands, and
 * the row goes when its run has ended, so a platform that is killed in between runs the event again at its next start
 * (at least once, as AWS promises). Nothing polls: a commit starts its event in this process; back-offs use the clock.
 *
 * One attempt for function errors: their retries, dead-letter queues and destinations come with their own issue.
 * Several nodes on one database will need a claim per row; one node owns all rows today.
 */
export class AsyncQueue {
  readonly #options: AsyncQueueOptions;
  readonly #lanes = new Map<string, AsyncLane>();
  #idleWaiters: (() => void)[] = [];
  #stopping = false;

  constructor(options: AsyncQueueOptions) {
    this.#options = options;
  }

  /** Migrates, and takes up what an earlier process left. */
  async start(): Promise<void> {
    const { storage } = this.#options;
    await storage.migrate('delivery', deliveryMigrations);
    const lanes = await storage.read<DeliveryTables, string[]>(listLanes);
    for (const lane of lanes) this.#lane(lane).wake();
  }

  /** Resolves when the event is committed; its run starts at once, or when its function's lane has room. */
  async enqueue(event: AsyncEvent): Promise<void> {
    const lane = this.#lane(laneOf(event));
    lane.expect(event);
    try {
      await this.#options.storage.write<DeliveryTables, void>((tx) => insertEvent(tx, event));
    } catch (cause) {
      lane.unexpect(event);
      throw cause;
    }
    lane.offer(event);
  }

  /** Resolves when nothing runs and nothing is ready to run. Events in a back-off wait for the clock and do not count. */
  async idle(): Promise<void> {
    while (!this.#isIdle()) await new Promise<void>((resolve) => this.#idleWaiters.push(resolve));
  }

  /** Starts no more runs; rows of those that still run are kept unless they end well. */
  stop(): void {
    this.#stopping = true;
    for (const lane of this.#lanes.values()) lane.stop();
  }

  #lane(name: string): AsyncLane {
    const existing = this.#lanes.get(name);
    if (existing) return existing;
    const { storage, clock, parallelism = DEFAULT_PARALLELISM } = this.#options;
    const lane = new AsyncLane({
      name,
      storage,
      clock,
      parallelism,
      run: (event) => this.#run(event),
      onIdle: () => this.#onLaneIdle(name),
      onFailure: (cause) =>
        this.#options.logger.error('the asynchronous queue could not read its rows', { lane: name, cause }),
    });
    if (this.#stopping) lane.stop();
    this.#lanes.set(name, lane);
    return lane;
  }

  #onLaneIdle(name: string): void {
    if (this.#lanes.get(name)?.isForgettable()) this.#lanes.delete(name);
    if (!this.#isIdle()) return;
    for (const resolve of this.#idleWaiters.splice(0)) resolve();
  }

  #isIdle(): boolean {
    return [...this.#lanes.values()].every((lane) => lane.isIdle());
  }

  /** Resolves with the time of the next attempt, or null when the event is done with. */
  async #run(event: AsyncEvent): Promise<number | null> {
    const outcome = await this.#outcome(event);
    if (this.#stopping && outcome === 'returned') return null;
    const { storage, clock, logger } = this.#options;
    const nextAt = clock.now() + backOffMs(event.returns);
    if (outcome === 'returned' && !isTooOld(event.acceptedAt, nextAt)) {
      await storage.write<DeliveryTables, void>((tx) => postponeEvent(tx, event.requestId, nextAt, event.returns + 1));
      return nextAt;
    }
    if (outcome === 'returned') {
      logger.warn('an asynchronous invocation exceeded its maximum age and was dropped', {
        lane: laneOf(event),
        requestId: event.requestId,
      });
    }
    await storage.write<DeliveryTables, void>((tx) => deleteEvent(tx, event.requestId));
    return null;
  }

  async #outcome(event: AsyncEvent): Promise<RunOutcome> {
    try {
      return await this.#options.run(event);
    } catch (cause) {
      this.#options.logger.error('an asynchronous invocation failed in the platform and will be tried again', {
        lane: laneOf(event),
        requestId: event.requestId,
        cause,
      });
      return 'returned';
    }
  }
}
