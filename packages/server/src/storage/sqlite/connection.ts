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
  /** Names of the columns; none when it gives no rows. */
  columns: readonly string[];
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
    const prepared = this.#prepare(query.sql);
    if (prepared.columns.length > 0) return { rows: rowsOf(prepared, parameters) };
    const { changes } = prepared.statement.run(...parameters);
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
    statement.setReturnArrays(true);
    const prepared = { statement, columns: columnsOf(statement) };
    if (this.#prepared.size >= STATEMENTS_KEPT) this.#prepared.delete(this.#prepared.keys().next().value!);
    this.#prepared.set(sql, prepared);
    return prepared;
  }
}

/**
 * Plain objects, as pg gives. Made here of node:sqlite's arrays: its own objects have no prototype and are dictionaries,
 * and a point read of 21 columns that copies one takes 17 us of CPU, this 8.
 */
function rowsOf(prepared: Prepared, parameters: readonly Parameter[]): unknown[] {
  const rows = prepared.statement.all(...parameters) as unknown as unknown[][];
  // SQLite compiles a statement anew, unasked, when a migration has given its table another column.
  if (rows.length > 0 && rows[0]!.length !== prepared.columns.length) prepared.columns = columnsOf(prepared.statement);
  const { columns } = prepared;
  return rows.map((values) => {
    const row: Record<string, unknown> = {};
    for (let index = 0; index < columns.length; index++) row[columns[index]!] = values[index];
    return row;
  });
}

function columnsOf(statement: StatementSync): string[] {
  return statement.columns().map(({ name }) => name);
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
