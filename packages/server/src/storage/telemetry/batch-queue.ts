import type { Logger } from '../../kernel/logger.ts';
import { outsideUnit } from '../inside-unit.ts';
import type { TelemetryRow } from '../storage.ts';
import { bytesOf, type GroupOutcome, type RowGroup, type WriteBatch } from './batch.ts';

export interface BatchLimits {
  /** Rows wait at most this long for company. */
  readonly flushMs: number;
  /** As many waiting rows, or so many bytes of them, are written at once. */
  readonly flushRows: number;
  readonly flushBytes: number;
  /** Beyond it the oldest rows that nobody was promised are dropped. */
  readonly queuedBytes: number;
}

const MEGABYTE = 1024 * 1024;
export const DEFAULT_LIMITS: BatchLimits = {
  flushMs: 250,
  flushRows: 2_000,
  flushBytes: MEGABYTE,
  queuedBytes: 16 * MEGABYTE,
};

interface Queued extends RowGroup {
  readonly bytes: number;
  readonly resolve?: () => void;
  readonly reject?: (error: Error) => void;
}

/** Collects rows and hands them over in batches, one batch at a time; nothing else writes meanwhile. */
export class BatchQueue {
  readonly #write: WriteBatch;
  readonly #logger: Logger;
  readonly #limits: BatchLimits;
  #queued: Queued[] = [];
  #rows = 0;
  #bytes = 0;
  #dropped = 0;
  #timer: NodeJS.Timeout | undefined;
  #flushQueued = false;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(write: WriteBatch, logger: Logger, limits: BatchLimits = DEFAULT_LIMITS) {
    this.#write = write;
    this.#logger = logger;
    this.#limits = limits;
  }

  append(table: string, rows: readonly TelemetryRow[]): void {
    if (rows.length === 0) return;
    this.#push({ table, rows, durable: false, bytes: bytesOf(rows) });
    if (this.#bytes > this.#limits.queuedBytes) this.#dropOldest();
    const { flushRows, flushBytes } = this.#limits;
    if (this.#rows >= flushRows || this.#bytes >= flushBytes) this.#flushSoon(0);
    else this.#flushSoon(this.#limits.flushMs);
  }

  appendDurably(table: string, rows: readonly TelemetryRow[]): Promise<void> {
    if (rows.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#push({ table, rows, durable: true, bytes: bytesOf(rows), resolve, reject });
      this.#flushSoon(0);
    });
  }

  /** Resolves when everything appended before is written or given up. Never rejects. */
  async flush(): Promise<void> {
    await this.exclusively(async () => {});
  }

  /** Writes what is queued, then runs `task` while no batch is being written. */
  exclusively<Result>(task: () => Promise<Result>): Promise<Result> {
    const run = this.#tail.then(async () => {
      await this.#writeQueued();
      return task();
    });
    this.#tail = run.catch(() => undefined);
    return run;
  }

  #push(group: Queued): void {
    this.#queued.push(group);
    this.#rows += group.rows.length;
    this.#bytes += group.bytes;
  }

  #flushSoon(delayMs: number): void {
    if (delayMs > 0) {
      this.#timer ??= setTimeout(() => this.#flushSoon(0), delayMs).unref();
      return;
    }
    if (this.#flushQueued) return;
    this.#flushQueued = true;
    outsideUnit(() => void this.flush());
  }

  /** Down to three quarters, so that not every append that follows walks the queue. */
  #dropOldest(): void {
    const kept: Queued[] = [];
    for (const group of this.#queued) {
      if (group.durable || this.#bytes <= this.#limits.queuedBytes * 0.75) {
        kept.push(group);
        continue;
      }
      this.#bytes -= group.bytes;
      this.#rows -= group.rows.length;
      this.#dropped += group.rows.length;
    }
    this.#queued = kept;
  }

  async #writeQueued(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#flushQueued = false;
    this.#warnOfDropped();
    const groups = this.#queued;
    if (groups.length === 0) return;
    this.#queued = [];
    this.#rows = 0;
    this.#bytes = 0;
    try {
      this.#settle(groups, await this.#write(groups.map(({ table, rows, durable }) => ({ table, rows, durable }))));
    } catch (cause) {
      this.#lose(groups, cause);
    }
  }

  #settle(groups: readonly Queued[], outcomes: readonly GroupOutcome[]): void {
    for (const [index, { table, resolve, reject }] of groups.entries()) {
      const { error, dropped } = outcomes[index]!;
      if (error === null) resolve?.();
      else if (reject) reject(new Error(`rows for ${table} could not be written: ${error}`));
      else this.#logger.warn(`${dropped} telemetry rows for ${table} could not be written: ${error}`);
    }
  }

  #lose(groups: readonly Queued[], cause: unknown): void {
    let lost = 0;
    for (const { table, rows, reject } of groups) {
      if (reject) reject(new Error(`rows for ${table} could not be written`, { cause }));
      else lost += rows.length;
    }
    this.#logger.error(`a batch of telemetry could not be written; ${lost} rows are lost`, { cause });
  }

  #warnOfDropped(): void {
    if (this.#dropped === 0) return;
    this.#logger.warn(`${this.#dropped} telemetry rows were dropped: they came faster than they can be written`);
    this.#dropped = 0;
  }
}
