import type { CompiledQuery, Kysely } from 'kysely';
import type { Statement } from '../statement.ts';
import { readerOf } from '../unit-executor.ts';
import type { PostgresConnection, PostgresConnections } from './connection.ts';
import { postgresDialect } from './dialect.ts';
import { isConnectionLoss, isStalePlan } from './failures.ts';

type Work = (db: Kysely<unknown>) => Promise<unknown>;

/** Runs each read on one snapshot. */
export class PostgresReads {
  readonly #connections: PostgresConnections;
  readonly #running = new Set<Promise<unknown>>();
  readonly #compiler = readerOf<never>(postgresDialect, () => Promise.reject(new Error('compiles only')));

  constructor(connections: PostgresConnections) {
    this.#connections = connections;
  }

  read(work: Work): Promise<unknown> {
    return this.#run(this.#readSnapshot(work));
  }

  all<Tables, Parameters extends object, Row>(
    select: Statement<Tables, Parameters, Row>,
    parameters: Parameters,
  ): Promise<Row[]> {
    const query = select.compiledRead(this.#compiler as unknown as Kysely<Tables>, parameters);
    return this.#run(this.#readStatement(query));
  }

  async #run<Result>(running: Promise<Result>): Promise<Result> {
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Resolves when nothing runs. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  /** Outside of any transaction a statement has a snapshot of its own. A select may simply run again. */
  async #readStatement<Row>(query: CompiledQuery<Row>): Promise<Row[]> {
    for (;;) {
      const connection = await this.#connections.acquire();
      try {
        const { rows } = await connection.execute(query);
        connection.release();
        return rows as Row[];
      } catch (error) {
        const unusable = isConnectionLoss(error) || isStalePlan(error);
        connection.release(unusable);
        if (!unusable) throw error;
      }
    }
  }

  async #readSnapshot(work: Work): Promise<unknown> {
    const connection = await this.#begin();
    let over = false;
    const query = async (compiled: CompiledQuery) => {
      if (over) throw new Error('this read is over: its db was used after it had ended');
      return connection.execute(compiled);
    };
    try {
      return await work(readerOf(postgresDialect, query));
    } finally {
      over = true;
      await connection.rollback();
    }
  }

  /** A pooled connection may have died unnoticed: then another one is tried, once nothing has been read yet. */
  async #begin(): Promise<PostgresConnection> {
    for (;;) {
      const connection = await this.#connections.acquire();
      try {
        await connection.run('begin isolation level repeatable read, read only');
        return connection;
      } catch (error) {
        connection.release(true);
        if (!isConnectionLoss(error)) throw error;
      }
    }
  }
}
