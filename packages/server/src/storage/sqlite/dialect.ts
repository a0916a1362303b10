import { type Dialect, SqliteAdapter, SqliteQueryCompiler } from 'kysely';
import type { StorageDialect } from '../storage.ts';
import { unitDriver } from '../unit-executor.ts';

const compiler = new SqliteQueryCompiler();
const adapter = new SqliteAdapter();

export const sqliteDialect: Dialect = {
  createAdapter: () => adapter,
  createDriver: () => unitDriver,
  createQueryCompiler: () => compiler,
  createIntrospector: () => {
    throw new Error('introspection is not available: a service knows its own tables');
  },
};

export const sqliteStorageDialect: StorageDialect = {
  types: { bytes: 'blob', integer: 'integer', text: 'text', real: 'real' },
};
