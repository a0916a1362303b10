import type { Transaction } from 'kysely';
import type { Signals } from '../signals.ts';
import { transactionOf } from '../unit-executor.ts';
import { Unit } from '../unit.ts';
import type { SqliteConnection } from './connection.ts';
import { sqliteDialect } from './dialect.ts';

type Work = (tx: Transaction<unknown>) => Promise<unknown>;

interface Waiting {
  readonly work: Work;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** A group that takes longer commits what it has: the event loop and the units behind it get their turn. */
const GROUP_MS = 20;

/**
 * Runs all units that arrived in one turn of the event loop in one transaction, one after another, each in its savepoint.
 * A unit that throws takes back its own changes alone; all learn their outcome after the commit.
 * Measured with 64 clients: see bench/storage.ts.
 */
export class SqliteWrites {
  readonly #connection: SqliteConnection;
  readonly #signals: Signals;
  #waiting: Waiting[] = [];
  #running: Promise<void> | null = null;

  constructor(connection: SqliteConnection, signals: Signals) {
    this.#connection = connection;
    this.#signals = signals;
  }

  write(work: Work): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ work, resolve, reject });
      this.#running ??= this.#runGroups();
    });
  }

  /** Resolves when nothing waits or runs. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #runGroups(): Promise<void> {
    while (this.#waiting.length > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      const group = this.#waiting;
      this.#waiting = [];
      const settle = await this.#commit(group);
      settle();
    }
    this.#running = null;
  }

  /** Returns how to tell everyone; never rejects. */
  async #commit(group: readonly Waiting[]): Promise<() => void> {
    const taken: Waiting[] = [];
    try {
      this.#connection.run('begin immediate');
      const settlements = await this.#runEach(group, taken);
      this.#connection.run('commit');
      return () => settlements.forEach((settle) => settle());
    } catch (cause) {
      if (this.#connection.inTransaction) this.#connection.run('rollback');
      const error = new Error('the units could not be committed', { cause });
      // None was taken when `begin` failed; what was not taken otherwise waits for the next group.
      const lost = taken.length > 0 ? taken : group;
      return () => lost.forEach(({ reject }) => reject(error));
    }
  }

  async #runEach(group: readonly Waiting[], taken: Waiting[]): Promise<(() => void)[]> {
    const settlements: (() => void)[] = [];
    const deadline = performance.now() + GROUP_MS;
    try {
      for (const waiting of group) {
        if (taken.length > 0 && performance.now() > deadline) break;
        taken.push(waiting);
        settlements.push(await this.#runOne(waiting));
      }
    } finally {
      this.#waiting.unshift(...group.slice(taken.length));
    }
    return settlements;
  }

  /** Throws only when the whole transaction is lost. */
  async #runOne({ work, resolve, reject }: Waiting): Promise<() => void> {
    const unit = new Unit((query) => this.#connection.execute(query));
    this.#connection.run('savepoint unit');
    try {
      const result = await unit.run(() => work(transactionOf(sqliteDialect, unit)));
      this.#connection.run('release unit');
      return () => {
        this.#signals.announce(unit.signals);
        resolve(result);
      };
    } catch (error) {
      if (!this.#connection.inTransaction) throw error;
      this.#connection.run('rollback to unit');
      this.#connection.run('release unit');
      return () => reject(error);
    }
  }
}
