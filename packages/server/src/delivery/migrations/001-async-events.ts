import { sql } from 'kysely';
import type { Migration } from '../../storage/storage.ts';

export const createAsyncEvents: Migration = {
  name: '001-async-events',
  async up(tx, dialect) {
    const text = sql.raw(dialect.types.text);
    const integer = sql.raw(dialect.types.integer);
    await tx.schema
      .createTable('delivery_async_events')
      .addColumn('request_id', text, (column) => column.primaryKey())
      .addColumn('lane', text, (column) => column.notNull())
      .addColumn('account', text, (column) => column.notNull())
      .addColumn('region', text, (column) => column.notNull())
      .addColumn('function_name', text, (column) => column.notNull())
      .addColumn('qualifier', text)
      .addColumn('trace_header', text)
      .addColumn('payload', sql.raw(dialect.types.bytes), (column) => column.notNull())
      .addColumn('accepted_at', integer, (column) => column.notNull())
      .addColumn('due_at', integer, (column) => column.notNull())
      .addColumn('returns', integer, (column) => column.notNull())
      .execute();
    await tx.schema
      .createIndex('delivery_async_events_due')
      .on('delivery_async_events')
      .columns(['lane', 'due_at'])
      .execute();
  },
};
