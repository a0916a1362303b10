import { type Dialect, PostgresAdapter, PostgresQueryCompiler } from 'kysely';
import type { StorageDialect } from '../storage.ts';
import { unitDriver } from '../unit-executor.ts';

const compiler = new PostgresQueryCompiler();
const adapter = new PostgresAdapter();

export const postgresDialect: Dialect = {
  createAdapter: () => adapter,
  createDriver: () => unitDriver,
  createQueryCompiler: () => compiler,
  createIntrospector: () => {
    throw new Error('introspection is not available: a service knows its own tables');
  },
};

/** Text is compared by its bytes, as SQLite does and DynamoDB and S3 require, whatever the database's locale. */
export const postgresStorageDialect: StorageDialect = {
  types: { bytes: 'bytea', integer: 'bigint', text: 'text collate "C"', real: 'double precision' },
};
