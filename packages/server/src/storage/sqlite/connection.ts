import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { CompiledQuery, QueryResult } from 'kysely';
import { checkParameters, type Parameter } from '../parameters.ts';

/** `process`: what was acknowledged survives kill -9 (WAL, synchronous=NORMAL). `power`: a power cut too (FULL: an fsync a commit). */
export type Durability = 'process' | 'power';

export interface ConnectionOptions {
  readonly file: string;
  readonly durability: Durability;
  readonly readOnly?: boolean;
}

/** Statements kept prepared; a process's queries are a few hundred texts. */
const STATEMENTS_KEPT = 512;
const BUSY_TIMEOUT_MS = 5_000;
/** A WAL that one big unit blew up is cut back to this after the next checkpoint. */
const WAL_KEPT_BYTES = 64 * 1024 * 1024;

interface Prepared {
  readonly statement: StatementSync;
  readonly hasRows: boolean;
}

/** One `node:sqlite` connection with its prepared statements. Synchronous. */
export class SqliteConnection {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, Prepared>();

  constructor(options: ConnectionOptions) {
    this.#database = openDatabase(options);
  }

  execute(query: CompiledQuery): QueryResult<unknown> {
    const { parameters } = query;
    checkParameters(parameters);
    const { statement, hasRows } = this.#prepare(query.sql);
    if (hasRows) return { rows: rowsOf(statement, parameters) };
    const { changes } = statement.run(...parameters);
    return { rows: [], numAffectedRows: BigInt(changes) };
  }

  /** For statements without parameters and rows: `begin`, `savepoint u`. */
  run(sql: string): void {
    this.#prepare(sql).statement.run();
  }

  /** False when SQLite itself ended the transaction (disk full, I/O error). */
  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  close(): void {
    this.#prepared.clear();
    this.#database.close();
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    // node:sqlite silently runs only the first of several statements.
    if (sql.slice(statement.sourceSQL.length).trim()) throw new Error(`one statement a query, found more: ${sql}`);
    const prepared = { statement, hasRows: statement.columns().length > 0 };
    if (this.#prepared.size >= STATEMENTS_KEPT) this.#prepared.delete(this.#prepared.keys().next().value!);
    this.#prepared.set(sql, prepared);
    return prepared;
  }
}

/** node:sqlite's rows have no prototype; plain objects, as pg gives, cost 0.5 us a row. */
function rowsOf(statement: StatementSync, parameters: readonly Parameter[]): unknown[] {
  return statement.all(...parameters).map((row) => ({ ...row }));
}

export function openDatabase({ file, durability, readOnly = false }: ConnectionOptions): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly, timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
  if (!readOnly) {
    database.exec('pragma journal_mode = wal');
    database.exec(`pragma synchronous = ${durability === 'power' ? 'full' : 'normal'}`);
    database.exec(`pragma journal_size_limit = ${WAL_KEPT_BYTES}`);
  }
  // As on PostgreSQL.
  database.exec('pragma case_sensitive_like = on');
  return database;
}
