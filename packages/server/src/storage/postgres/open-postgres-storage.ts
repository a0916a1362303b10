import { type Kysely, sql, type Transaction } from 'kysely';
import { PlatformError } from '../../kernel/errors.ts';
import { refuseInsideUnit } from '../inside-unit.ts';
import { applyMigrations } from '../migrator.ts';
import { type SignalListener, Signals } from '../signals.ts';
import type { Statement } from '../statement.ts';
import type { Migration, Storage } from '../storage.ts';
import { type ConnectionOptions, PostgresConnections } from './connection.ts';
import { postgresStorageDialect } from './dialect.ts';
import { PostgresReads } from './reads.ts';
import { PostgresWrites } from './writes.ts';

export type PostgresStorageOptions = ConnectionOptions;

/** "hearth" in ASCII: the advisory lock that lets one process at a time migrate. */
const MIGRATION_LOCK = 0x686561727468;

/** Connects. Throws a PlatformError when the server cannot be reached or refuses. */
export async function openPostgresStorage(options: PostgresStorageOptions): Promise<Storage> {
  const connections = new PostgresConnections(options);
  try {
    (await connections.acquireNow()).release();
  } catch (cause) {
    await connections.close();
    throw new PlatformError(
      `PostgreSQL cannot be used: ${messageOf(cause)}.`,
      'Check that the server runs and that the --database URL names a host, user, password and database it accepts.',
      { cause },
    );
  }
  return new PostgresStorage(connections, options);
}

class PostgresStorage implements Storage {
  readonly dialect = postgresStorageDialect;
  readonly #connections: PostgresConnections;
  readonly #writes: PostgresWrites;
  readonly #reads: PostgresReads;
  readonly #signals: Signals;
  #closed = false;

  constructor(connections: PostgresConnections, { logger }: PostgresStorageOptions) {
    this.#connections = connections;
    this.#signals = new Signals(logger);
    this.#writes = new PostgresWrites(connections, this.#signals);
    this.#reads = new PostgresReads(connections);
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
    return (await this.#reads.all(select, parameters))[0];
  }

  async migrate(owner: string, migrations: readonly Migration[]): Promise<void> {
    refuseInsideUnit('storage.migrate');
    this.#refuseClosed();
    // Read committed: a serializable snapshot would be taken before the lock is granted, and miss what its last holder did.
    await this.#writes.write(async (tx) => {
      await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(tx);
      await applyMigrations(tx, this.dialect, owner, migrations);
    }, 'read committed');
  }

  on(topic: string, listener: SignalListener): () => void {
    return this.#signals.on(topic, listener);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#writes.idle();
    await this.#reads.idle();
    await this.#connections.close();
  }

  #refuseClosed(): void {
    if (this.#closed) throw new Error('the storage is closed');
  }
}

/** A refused connection to a name with several addresses has no message of its own. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
