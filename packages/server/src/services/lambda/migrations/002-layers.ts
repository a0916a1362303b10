import { sql } from 'kysely';
import type { Migration } from '../../../storage/storage.ts';

export const createLayers: Migration = {
  name: '002-layers',
  async up(tx, dialect) {
    const text = sql.raw(dialect.types.text);
    const integer = sql.raw(dialect.types.integer);
    await tx.schema
      .createTable('lambda_layer_versions')
      .addColumn('account', text, (column) => column.notNull())
      .addColumn('region', text, (column) => column.notNull())
      .addColumn('name', text, (column) => column.notNull())
      .addColumn('version', integer, (column) => column.notNull())
      .addColumn('description', text, (column) => column.notNull())
      .addColumn('license', text)
      .addColumn('runtimes', text, (column) => column.notNull())
      .addColumn('architectures', text, (column) => column.notNull())
      .addColumn('sha256', text, (column) => column.notNull())
      .addColumn('size', integer, (column) => column.notNull())
      .addColumn('unzipped_size', integer, (column) => column.notNull())
      .addColumn('created_at', integer, (column) => column.notNull())
      .addColumn('statements', text, (column) => column.notNull())
      .addColumn('policy_revision', text)
      .addPrimaryKeyConstraint('lambda_layer_versions_key', ['account', 'region', 'name', 'version'])
      .execute();
    await tx.schema
      .createTable('lambda_counters')
      .addColumn('account', text, (column) => column.notNull())
      .addColumn('region', text, (column) => column.notNull())
      .addColumn('kind', text, (column) => column.notNull())
      .addColumn('name', text, (column) => column.notNull())
      .addColumn('last', integer, (column) => column.notNull())
      .addPrimaryKeyConstraint('lambda_counters_key', ['account', 'region', 'kind', 'name'])
      .execute();
  },
};
