import type { Kysely, Transaction } from 'kysely';
import type { Statement } from './statement.ts';

/**
 * State changes only in units. A unit awaits nothing but its `tx` (the storage throws otherwise), has no side effect,
 * and may run more than once (PostgreSQL serialisation failures).
 *
 * `Tables` names the tables a store touches; each service's `store.ts` declares its own.
 */
export interface Storage {
  /** Runs `unit` and commits; resolves when the commit stands. Units that arrive together share one commit. */
  write<Tables, Result>(unit: (tx: Transaction<Tables>) => Promise<Result>): Promise<Result>;
  /** A consistent view, no writes. */
  read<Tables, Result>(unit: (db: Kysely<Tables>) => Promise<Result>): Promise<Result>;
  /** A read of one statement: the cheapest there is, since it needs no snapshot beside its own. */
  all<Tables, Parameters extends object, Row>(
    select: Statement<Tables, Parameters, Row>,
    parameters: Parameters,
  ): Promise<Row[]>;
  /** As `all`, for the first row. */
  first<Tables, Parameters extends object, Row>(
    select: Statement<Tables, Parameters, Row>,
    parameters: Parameters,
  ): Promise<Row | undefined>;
  /** Brings `owner`'s tables up to date; idempotent, run once per process before the owner's first unit. */
  migrate(owner: string, migrations: readonly Migration[]): Promise<void>;
  /** Calls `listener` after each commit of a unit that called `signalOnCommit(tx, topic, detail)`; returns how to stop. */
  on(topic: string, listener: (detail: string) => void): () => void;
  readonly dialect: StorageDialect;
  close(): Promise<void>;
}

/** Engine differences as named capabilities; a service never asks which engine it runs on. */
export interface StorageDialect {
  /** Column types for migrations: `bytea`/`blob`, `bigint`/`integer`, `text collate "C"`/`text`. */
  readonly types: { readonly bytes: string; readonly integer: string; readonly text: string; readonly real: string };
}

/** One step of a service's schema, applied in order and recorded under `name`. Never edited once released. */
export interface Migration {
  readonly name: string;
  readonly up: (tx: Transaction<unknown>, dialect: StorageDialect) => Promise<void>;
}

/**
 * Logs, metrics and traces: not acknowledged state. Rows are handed over, collected, and written in batches by a
 * worker thread into a database file of their own (on PostgreSQL: the same database); up to a second may be lost.
 */
export interface Telemetry {
  /** Brings `owner`'s tables up to date; idempotent. */
  migrate(owner: string, migrations: readonly Migration[]): Promise<void>;
  /** Queues rows (plain column values) for `table`; returns at once. */
  append(table: string, rows: readonly TelemetryRow[]): void;
  /** As `append`, resolving once the rows are committed: for what a caller was told is kept (PutLogEvents). */
  appendDurably(table: string, rows: readonly TelemetryRow[]): Promise<void>;
  /** Sees everything that was appended before the call. */
  read<Tables, Result>(unit: (db: Kysely<Tables>) => Promise<Result>): Promise<Result>;
  /** Deletes and other rare changes, in a unit. */
  write<Tables, Result>(unit: (tx: Transaction<Tables>) => Promise<Result>): Promise<Result>;
  /** Resolves when everything appended before is written or given up: until then it takes memory. Never rejects. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export type TelemetryRow = Readonly<Record<string, string | number | bigint | Uint8Array | null>>;
