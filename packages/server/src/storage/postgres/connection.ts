import { setTimeout as sleep } from 'node:timers/promises';
import type { CompiledQuery, QueryResult } from 'kysely';
import { Pool, type PoolClient } from 'pg';
import type { Logger } from '../../kernel/logger.ts';
import { checkParameters } from '../parameters.ts';
import { isConnectionLoss } from './failures.ts';
import { postgresTypes } from './types.ts';

export interface ConnectionOptions {
  readonly url: string;
  readonly logger: Logger;
  /** How long a unit waits for a server that is away. */
  readonly reconnectMs?: number;
}

const POOL_SIZE = 10;
const RECONNECT_MS = 15_000;
/** Reads that hold all connections while they wait for further ones become an error instead of standing still. */
const POOL_WAIT_MS = 10_000;
const RECONNECT_PAUSE_MS = 100;
/** Texts that get a prepared statement in each connection; a process's queries are a few hundred. */
const STATEMENTS_NAMED = 512;

/** The pool. Connections that a server restart killed are replaced. */
export class PostgresConnections {
  readonly #pool: Pool;
  readonly #names = new Map<string, string>();
  readonly #reconnectMs: number;

  constructor({ url, logger, reconnectMs = RECONNECT_MS }: ConnectionOptions) {
    this.#reconnectMs = reconnectMs;
    this.#pool = new Pool({
      connectionString: url,
      max: POOL_SIZE,
      connectionTimeoutMillis: POOL_WAIT_MS,
      types: postgresTypes,
    });
    this.#pool.on('error', (cause) => logger.warn('an idle connection to PostgreSQL was lost', { cause }));
  }

  /** Waits while the server is away, up to `reconnectMs`. */
  async acquire(): Promise<PostgresConnection> {
    const deadline = performance.now() + this.#reconnectMs;
    for (;;) {
      try {
        return await this.acquireNow();
      } catch (error) {
        if (!isConnectionLoss(error) || performance.now() > deadline) throw error;
        await sleep(RECONNECT_PAUSE_MS);
      }
    }
  }

  async acquireNow(): Promise<PostgresConnection> {
    return new PostgresConnection(await this.#pool.connect(), (sql) => this.#nameOf(sql));
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  #nameOf(sql: string): string | undefined {
    const known = this.#names.get(sql);
    if (known || this.#names.size >= STATEMENTS_NAMED) return known;
    const name = `q${this.#names.size}`;
    this.#names.set(sql, name);
    return name;
  }
}

/** One connection out of the pool, until `release`. */
export class PostgresConnection {
  readonly #client: PoolClient;
  readonly #nameOf: (sql: string) => string | undefined;
  readonly #noteLoss = () => {
    this.#broken = true;
  };
  #broken = false;

  constructor(client: PoolClient, nameOf: (sql: string) => string | undefined) {
    this.#client = client;
    this.#nameOf = nameOf;
    client.on('error', this.#noteLoss);
  }

  async execute(query: CompiledQuery): Promise<QueryResult<unknown>> {
    checkParameters(query.parameters);
    const result = await this.#client.query({
      name: this.#nameOf(query.sql),
      text: query.sql,
      values: [...query.parameters],
    });
    return { rows: result.rows, numAffectedRows: BigInt(result.rowCount ?? 0) };
  }

  /** For statements without parameters and rows; returns the server's command tag, `ROLLBACK` for a failed `commit`. */
  async run(sql: string): Promise<string> {
    return (await this.#client.query(sql)).command;
  }

  /** Gives it back after the end of its transaction; `discard` closes it instead. */
  release(discard = false): void {
    this.#client.off('error', this.#noteLoss);
    this.#client.release(discard || this.#broken);
  }

  /** Ends what was begun and gives the connection back, or closes it when that fails. */
  async rollback(): Promise<void> {
    if (this.#broken) return this.release(true);
    try {
      await this.run('rollback');
      this.release();
    } catch {
      // A connection in an unknown state is of no use; the server undoes what it began.
      this.release(true);
    }
  }
}
