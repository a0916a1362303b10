import type { Kysely, Transaction } from 'kysely';
import { PlatformError } from '../../kernel/errors.ts';
import type { Logger } from '../../kernel/logger.ts';
import { applyMigrations } from '../migrator.ts';
import { type SignalListener, Signals } from '../signals.ts';
import type { Statement } from '../statement.ts';
import type { Migration, Storage } from '../storage.ts';
import { refuseInsideUnit } from '../inside-unit.ts';
import { type Durability, SqliteConnection } from './connection.ts';
import { sqliteStorageDialect } from './dialect.ts';
import { SqliteWrites } from './writes.ts';
import { SqliteReads } from './reads.ts';

export interface SqliteStorageOptions {
  readonly file: string;
  readonly durability: Durability;
  readonly logger: Logger;
}

/** Opens or creates the database. Throws a PlatformError when the file cannot be used. */
export function openSqliteStorage(options: SqliteStorageOptions): Storage {
  return new SqliteStorage(connect(options), options);
}

class SqliteStorage implements Storage {
  readonly dialect = sqliteStorageDialect;
  readonly #writer: SqliteConnection;
  readonly #writes: SqliteWrites;
  readonly #reads: SqliteReads;
  readonly #signals: Signals;
  #closed = false;

  constructor(writer: SqliteConnection, options: SqliteStorageOptions) {
    this.#writer = writer;
    this.#signals = new Signals(options.logger);
    this.#writes = new SqliteWrites(writer, this.#signals);
    this.#reads = new SqliteReads(options);
  }

  async write<Tables, Result>(unit: (tx: Transaction<Tables>) => Promise<Result>): Promise<Result> {
    refuseInsideUnit('storage.write');
    this.#refuseClosed();
    return (await this.#writes.write((tx) => unit(tx as unknown as Transaction<Tables>))) as Result;
  }

  async read<Tables, Result>(unit: (db: Kysely<Tables>) => Promise<Result>): Promise<Result> {
    refuseInsideUnit('storage.read');
    this.#refuseClosed();
    return (await this.#reads.read((db) => unit(db as unknown as Kysely<Tables>))) as Result;
  }

  async all<Tables, Parameters extends object, Row>(
    select: Statement<Tables, Parameters, Row>,
    parameters: Parameters,
  ): Promise<Row[]> {
    refuseInsideUnit('storage.all');
    this.#refuseClosed();
    return this.#reads.all(select, parameters);
  }

  async first<Tables, Parameters extends object, Row>(
    select: Statement<Tables, Parameters, Row>,
    parameters: Parameters,
  ): Promise<Row | undefined> {
    refuseInsideUnit('storage.first');
    this.#refuseClosed();
    return this.#reads.all(select, parameters)[0];
  }

  migrate(owner: string, migrations: readonly Migration[]): Promise<void> {
    return this.write<unknown, void>((tx) => applyMigrations(tx, this.dialect, owner, migrations));
  }

  on(topic: string, listener: SignalListener): () => void {
    return this.#signals.on(topic, listener);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#writes.idle();
    await this.#reads.close();
    this.#writer.close();
  }

  #refuseClosed(): void {
    if (this.#closed) throw new Error('the storage is closed');
  }
}

function connect({ file, durability }: SqliteStorageOptions): SqliteConnection {
  try {
    return new SqliteConnection({ file, durability });
  } catch (cause) {
    throw new PlatformError(
      `The database ${file} cannot be opened: ${cause instanceof Error ? cause.message : String(cause)}.`,
      'Check that the directory is writable and has space, and that the file is a SQLite database; or start with another --data directory.',
      { cause },
    );
  }
}
