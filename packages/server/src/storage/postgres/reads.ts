import type { CompiledQuery, Kysely } from 'kysely';
import { readerOf } from '../unit-executor.ts';
import type { PostgresConnection, PostgresConnections } from './connection.ts';
import { postgresDialect } from './dialect.ts';
import { isConnectionLoss } from './failures.ts';

type Work = (db: Kysely<unknown>) => Promise<unknown>;

/** Runs each read on one snapshot. */
export class PostgresReads {
  readonly #connections: PostgresConnections;
  readonly #running = new Set<Promise<unknown>>();

  constructor(connections: PostgresConnections) {
    this.#connections = connections;
  }

  async read(work: Work): Promise<unknown> {
    const running = this.#readSnapshot(work);
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
