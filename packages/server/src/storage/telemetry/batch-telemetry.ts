import type { Kysely, Transaction } from 'kysely';
import type { Logger } from '../../kernel/logger.ts';
import { refuseInsideUnit } from '../inside-unit.ts';
import type { Migration, Storage, Telemetry, TelemetryRow } from '../storage.ts';
import type { WriteBatch } from './batch.ts';
import { type BatchLimits, BatchQueue } from './batch-queue.ts';

export interface BatchTelemetryParts {
  /** The database the batches go to; closed with the telemetry. */
  readonly storage: Storage;
  readonly writeBatch: WriteBatch;
  readonly stopWriting: () => Promise<void>;
  readonly logger: Logger;
  readonly limits?: BatchLimits;
}

/** Telemetry over any storage: rows in batches, everything else in units between two batches. */
export class BatchTelemetry implements Telemetry {
  readonly #parts: BatchTelemetryParts;
  readonly #queue: BatchQueue;
  #closed = false;

  constructor(parts: BatchTelemetryParts) {
    this.#parts = parts;
    this.#queue = new BatchQueue(parts.writeBatch, parts.logger, parts.limits);
  }

  migrate(owner: string, migrations: readonly Migration[]): Promise<void> {
    return this.#queue.exclusively(() => this.#parts.storage.migrate(owner, migrations));
  }

  append(table: string, rows: readonly TelemetryRow[]): void {
    if (!this.#closed) this.#queue.append(table, rows);
  }

  async appendDurably(table: string, rows: readonly TelemetryRow[]): Promise<void> {
    refuseInsideUnit('telemetry.appendDurably');
    if (this.#closed) throw new Error('the telemetry is closed');
    await this.#queue.appendDurably(table, rows);
  }

  async read<Tables, Result>(unit: (db: Kysely<Tables>) => Promise<Result>): Promise<Result> {
    refuseInsideUnit('telemetry.read');
    await this.#queue.flush();
    return this.#parts.storage.read(unit);
  }

  async write<Tables, Result>(unit: (tx: Transaction<Tables>) => Promise<Result>): Promise<Result> {
    refuseInsideUnit('telemetry.write');
    return this.#queue.exclusively(() => this.#parts.storage.write(unit));
  }

  settled(): Promise<void> {
    return this.#queue.flush();
  }

  /** Writes what is queued and closes. Rows that come later are lost, as those of the last moments may be. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#queue.flush();
    await this.#parts.stopWriting();
    await this.#parts.storage.close();
  }
}
