import type { LogSink, LogSource } from '../../engine/engine.ts';
import type { Timer } from '../../kernel/clock.ts';
import type { Host } from '../service.ts';
import { EventCleaner } from './event-cleaner.ts';
import { EventStore, type Target } from './event-store.ts';
import { FunctionLog } from './function-log.ts';
import { events } from './migrations/001-events.ts';
import { blocks } from './migrations/002-blocks.ts';
import { oldestKept } from './rules/retention.ts';
import { LogStore } from './store.ts';

/** Expired events are hidden at once and removed within the hour. */
const FIRST_SWEEP_MS = 60_000;
const SWEEP_EVERY_MS = 3_600_000;

/** The running service: its stores, and the sink of the functions' lines. */
export class LogsState implements LogSink {
  readonly store: LogStore;
  readonly events: EventStore;
  readonly #host: Host;
  readonly #cleaner: EventCleaner;
  readonly #functionLog: FunctionLog;
  #timer: Timer;
  #sweeping: Promise<void> = Promise.resolve();

  static async start(host: Host): Promise<LogsState> {
    await host.telemetry.migrate('logs-events', [events, blocks]);
    return new LogsState(host);
  }

  private constructor(host: Host) {
    this.#host = host;
    this.store = new LogStore(host.storage);
    this.events = new EventStore(host.telemetry);
    this.#cleaner = new EventCleaner(host.telemetry);
    this.#functionLog = new FunctionLog(this.store, this.events, host.clock, host.logger);
    this.#timer = this.#sweepIn(FIRST_SWEEP_MS);
  }

  ready(source: LogSource): void {
    this.#functionLog.ready(source);
  }

  async stored(): Promise<void> {
    await this.#functionLog.flush();
    await this.#host.telemetry.settled();
  }
  async settled(): Promise<void> {
    await this.#functionLog.flush();
    await this.#sweeping;
    if (this.events.unfolded > MAX_UNFOLDED) await this.#fold();
  }

  async deleteGroup(groupId: number): Promise<void> {
    await this.settled();
    await this.store.deleteGroup(groupId);
    this.#functionLog.forget((stream) => stream.groupId === groupId);
    await this.#cleaner.deleteGroup(groupId);
  }

  async deleteStream({ groupId, streamId }: Target): Promise<void> {
    await this.settled();
    await this.store.deleteStream(streamId);
    this.#functionLog.forget((stream) => stream.streamId === streamId);
    await this.#cleaner.deleteStream(groupId, streamId);
  }

  async stop(): Promise<void> {
    this.#timer.cancel();
    await this.settled();
  }

  #sweepIn(delayMs: number): Timer {
    return this.#host.clock.schedule(delayMs, () => {
      this.#timer = this.#sweepIn(SWEEP_EVERY_MS);
      this.#sweeping = this.#sweeping.then(() => this.#sweep());
    });
  }

  async #sweep(): Promise<void> {
    try {
      await this.#expire();
      await this.#removeOrphans();
      await this.#fold();
    } catch (cause) {
      this.#host.logger.error('expired log events could not be removed; the next sweep tries again', { cause });
    }
  }

  async #fold(): Promise<void> {
    this.events.unfolded = 0;
    await this.#cleaner.foldActivity();
  }

  async #expire(): Promise<void> {
    const now = this.#host.clock.now();
    for (const { id, retentionDays } of await this.store.groupsWithRetention())
      await this.#cleaner.expire(id, oldestKept(now, retentionDays));
  }

  /** Events that were written while their stream was deleted. Streams are made before their first event: what is missing now is gone. */
  async #removeOrphans(): Promise<void> {
    const written = await this.#cleaner.streamsWithEvents();
    for (let from = 0; from < written.length; from += ORPHAN_BATCH) {
      const batch = written.slice(from, from + ORPHAN_BATCH);
      const existing = new Set(
        (await this.store.streamsById(batch.map(({ streamId }) => streamId))).map(({ id }) => id),
      );
      for (const { groupId, streamId } of batch)
        if (!existing.has(streamId)) await this.#cleaner.deleteStream(groupId, streamId);
    }
  }
}

const ORPHAN_BATCH = 1_000;
/** Adding up 5,000 rows takes a few milliseconds. */
const MAX_UNFOLDED = 5_000;
