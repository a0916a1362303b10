import { setTimeout as sleep } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import type { Signals } from '../signals.ts';
import { transactionOf } from '../unit-executor.ts';
import { Unit } from '../unit.ts';
import type { PostgresConnection, PostgresConnections } from './connection.ts';
import { postgresDialect } from './dialect.ts';
import { isConflict, isConnectionLoss, isStalePlan } from './failures.ts';

type Work = (tx: Transaction<unknown>) => Promise<unknown>;

export type Isolation = 'serializable' | 'read committed';

/** Three hundred units on one row over ten connections: the unluckiest ran 15 times. */
const ATTEMPTS = 60;
const BACKOFF_MAX_MS = 40;

/** Undone for a reason that running the unit again may remove. */
class TryAgain extends Error {}

/** Runs each unit in a serializable transaction, again when PostgreSQL could not serialise it or the connection was lost. */
export class PostgresWrites {
  readonly #connections: PostgresConnections;
  readonly #signals: Signals;
  readonly #running = new Set<Promise<unknown>>();

  constructor(connections: PostgresConnections, signals: Signals) {
    this.#connections = connections;
    this.#signals = signals;
  }

  async write(work: Work, isolation: Isolation = 'serializable'): Promise<unknown> {
    const running = this.#attempts(work, isolation);
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

  async #attempts(work: Work, isolation: Isolation): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#attempt(work, isolation);
      } catch (error) {
        if (!(error instanceof TryAgain)) throw error;
        if (attempt === ATTEMPTS)
          throw new Error(`a unit could not be committed in ${ATTEMPTS} attempts`, { cause: error });
        await sleep(Math.random() * Math.min(2 ** attempt, BACKOFF_MAX_MS));
      }
    }
  }

  async #attempt(work: Work, isolation: Isolation): Promise<unknown> {
    const connection = await this.#connections.acquire();
    const unit = new Unit((query) => connection.execute(query));
    const result = await this.#runUnit(connection, unit, work, isolation);
    await commit(connection);
    this.#signals.announce(unit.signals);
    return result;
  }

  async #runUnit(connection: PostgresConnection, unit: Unit, work: Work, isolation: Isolation): Promise<unknown> {
    try {
      await connection.run(`begin isolation level ${isolation}`);
      return await unit.run(() => work(transactionOf(postgresDialect, unit)));
    } catch (error) {
      const reason = unit.failure ?? error;
      if (isStalePlan(reason) || isConnectionLoss(reason)) connection.release(true);
      else await connection.rollback();
      if (isStalePlan(reason) || isConnectionLoss(reason) || isConflict(reason))
        throw new TryAgain('undone', { cause: reason });
      throw error;
    }
  }
}

async function commit(connection: PostgresConnection): Promise<void> {
  let tag: string;
  try {
    tag = await connection.run('commit');
  } catch (cause) {
    connection.release(isConnectionLoss(cause));
    if (isConflict(cause)) throw new TryAgain('undone at the commit', { cause });
    if (isConnectionLoss(cause))
      throw new Error('the connection to PostgreSQL was lost during a commit: whether it stands is unknown', { cause });
    throw new Error('a unit could not be committed', { cause });
  }
  connection.release();
  if (tag !== 'COMMIT')
    throw new Error('a unit was rolled back by PostgreSQL: one of its queries, not awaited, failed');
}
