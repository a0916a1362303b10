import type { CompiledQuery, Kysely } from 'kysely';
import type { Statement } from '../statement.ts';
import { readerOf } from '../unit-executor.ts';
import { type ConnectionOptions, SqliteConnection } from './connection.ts';
import { sqliteDialect } from './dialect.ts';

type Work = (db: Kysely<unknown>) => Promise<unknown>;

/** Connections kept for reads that awaited something else while another read came. */
const IDLE_CONNECTIONS_KEPT = 4;

/**
 * Runs reads one after another on one connection: a read that awaits only its `db` never leaves the microtask queue.
 * One that does keeps its connection and snapshot, and the next read gets another connection.
 */
export class SqliteReads {
  readonly #options: ConnectionOptions;
  readonly #idle: SqliteConnection[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #running = new Set<Promise<unknown>>();
  /** For reads of one statement, each a snapshot of its own: never inside a transaction. */
  #single: SqliteConnection | null = null;
  readonly #compiler = readerOf<never>(sqliteDialect, () => Promise.reject(new Error('compiles only')));
  #occupied = false;

  constructor(options: Omit<ConnectionOptions, 'readOnly'>) {
    this.#options = { ...options, readOnly: true };
  }

  all<Tables, Parameters extends object, Row>(
    select: Statement<Tables, Parameters, Row>,
    parameters: Parameters,
  ): Row[] {
    const query = select.compiledRead(this.#compiler as unknown as Kysely<Tables>, parameters);
    this.#single ??= new SqliteConnection(this.#options);
    return this.#single.execute(query).rows as Row[];
  }

  async read(work: Work): Promise<unknown> {
    if (this.#occupied) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#occupied = true;
    const running = this.#run(work);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  async close(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
    for (const connection of this.#idle.splice(0)) connection.close();
    this.#single?.close();
  }

  async #run(work: Work): Promise<unknown> {
    let inLane = true;
    const leave = () => {
      if (inLane) this.#admitNext();
      inLane = false;
    };
    const slow = setImmediate(leave);
    try {
      return await this.#readSnapshot(work);
    } finally {
      clearImmediate(slow);
      leave();
    }
  }

  #admitNext(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#occupied = false;
  }

  async #readSnapshot(work: Work): Promise<unknown> {
    const connection = this.#idle.pop() ?? new SqliteConnection(this.#options);
    let over = false;
    const query = async (compiled: CompiledQuery) => {
      if (over) throw new Error('this read is over: its db was used after it had ended');
      return connection.execute(compiled);
    };
    try {
      connection.run('begin');
      return await work(readerOf(sqliteDialect, query));
    } finally {
      over = true;
      this.#giveBack(connection);
    }
  }

  #giveBack(connection: SqliteConnection): void {
    if (connection.inTransaction) connection.run('commit');
    if (this.#idle.length < IDLE_CONNECTIONS_KEPT) this.#idle.push(connection);
    else connection.close();
  }
}
