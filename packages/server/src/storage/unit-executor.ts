import {
  type CompiledQuery,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  Transaction,
} from 'kysely';
import type { Unit } from './unit.ts';

/** The `tx` of a unit: Kysely over the unit's own queries, without Kysely's connection handling. */
export function transactionOf<Tables>(dialect: Dialect, unit: Unit): Transaction<Tables> {
  return new Transaction<Tables>(propsOf(dialect, new UnitExecutor(dialect, (query) => unit.query(query), unit)));
}

/** The `db` of a read. */
export function readerOf<Tables>(
  dialect: Dialect,
  run: (query: CompiledQuery) => Promise<QueryResult<unknown>>,
): Kysely<Tables> {
  return new Kysely<Tables>(propsOf(dialect, new UnitExecutor(dialect, run, null)));
}

/** The engine that `db`, of a unit or a read, compiles for. */
export function dialectOf<Tables>(db: Kysely<Tables>): Dialect {
  const executor = db.getExecutor();
  if (executor instanceof UnitExecutor) return executor.dialect;
  throw new Error('not the tx of a unit or the db of a read');
}

export function unitOf<Tables>(tx: Transaction<Tables>): Unit {
  const executor = tx.getExecutor();
  if (executor instanceof UnitExecutor && executor.unit) return executor.unit;
  throw new Error('not the tx of a unit');
}

type Run = (query: CompiledQuery) => Promise<QueryResult<unknown>>;

class UnitExecutor extends DefaultQueryExecutor {
  readonly dialect: Dialect;
  readonly unit: Unit | null;
  readonly #run: Run;

  constructor(dialect: Dialect, run: Run, unit: Unit | null) {
    const connection = connectionOf(run);
    super(dialect.createQueryCompiler(), dialect.createAdapter(), {
      provideConnection: (consumer) => consumer(connection),
    });
    this.dialect = dialect;
    this.#run = run;
    this.unit = unit;
  }

  override executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return this.#run(query) as Promise<QueryResult<Row>>;
  }
}

function connectionOf(run: Run): DatabaseConnection {
  return {
    executeQuery: <Row>(query: CompiledQuery) => run(query) as Promise<QueryResult<Row>>,
    streamQuery: () => refuse('stream()', 'page through the rows with limit()'),
  };
}

function propsOf(dialect: Dialect, executor: UnitExecutor) {
  return { config: { dialect }, driver: dialect.createDriver(), dialect, executor };
}

function refuse(what: string, instead: string): never {
  throw new Error(`${what} is not available inside storage.write and storage.read: ${instead}`);
}

const refuseTransaction = () => refuse('Starting a transaction', 'the unit is the transaction');

/** Units and reads own their connection and transaction; nothing of it is Kysely's to drive. */
export const unitDriver: Driver = {
  async init() {},
  acquireConnection: refuseTransaction,
  beginTransaction: refuseTransaction,
  commitTransaction: refuseTransaction,
  rollbackTransaction: refuseTransaction,
  releaseConnection: refuseTransaction,
  async destroy() {},
};
