import type { CompiledQuery, QueryResult } from 'kysely';
import { enterUnit } from './inside-unit.ts';

/** Says that something was committed: who waits for it need not poll. */
export interface Signal {
  readonly topic: string;
  readonly detail: string;
}

/** Runs one compiled query on the unit's connection: at once on SQLite, later on PostgreSQL. */
export type RunQuery = (query: CompiledQuery) => QueryResult<unknown> | Promise<QueryResult<unknown>>;

/**
 * One run of a unit. Open: takes queries. Failed: a query failed, so that it can only be rolled back (PostgreSQL's rule,
 * held on SQLite too). Over: settled or given up, whatever still reaches for its `tx` is refused.
 */
export class Unit {
  /** Announced once the commit stands. */
  readonly signals: Signal[] = [];
  readonly #runQuery: RunQuery;
  #outstanding = 0;
  #failure: { readonly error: unknown } | null = null;
  #over = false;
  #giveUp: ((error: Error) => void) | null = null;
  #check: NodeJS.Immediate | undefined;

  constructor(runQuery: RunQuery) {
    this.#runQuery = runQuery;
  }

  /** What made the first failing query fail, whatever the unit made of it. */
  get failure(): unknown {
    return this.#failure?.error;
  }

  async query(query: CompiledQuery): Promise<QueryResult<unknown>> {
    if (this.#over) throw new Error('this unit is over: its tx was used after it had ended');
    if (this.#failure)
      throw new Error('an earlier query of this unit failed: it can only be rolled back', {
        cause: this.#failure.error,
      });
    try {
      const result = this.#runQuery(query);
      return result instanceof Promise ? await this.#wait(result) : result;
    } catch (error) {
      this.#failure ??= { error };
      throw error;
    }
  }

  /**
   * Runs `work` to its end. Rejects when it awaits anything but its queries: once the microtask queue is empty and no
   * query is outstanding, nothing of the unit's own can wake it. Node drains microtasks before it runs immediates.
   */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    const { done, end } = enterUnit(work);
    try {
      const result = await this.#orStuck(done);
      if (this.#failure) throw this.#failure.error;
      return result;
    } finally {
      end();
      this.#over = true;
      clearImmediate(this.#check);
    }
  }

  async #wait(result: Promise<QueryResult<unknown>>): Promise<QueryResult<unknown>> {
    this.#outstanding += 1;
    try {
      return await result;
    } finally {
      this.#outstanding -= 1;
      if (this.#outstanding === 0) this.#checkSoon();
    }
  }

  #orStuck<Result>(done: Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#giveUp = reject;
      this.#checkSoon();
      done.then(resolve, reject);
    });
  }

  #checkSoon(): void {
    clearImmediate(this.#check);
    this.#check = setImmediate(() => {
      if (this.#outstanding > 0 || this.#over) return;
      this.#giveUp?.(new Error('a unit may await only its tx, and this one awaits something else: it was rolled back'));
    });
  }
}
