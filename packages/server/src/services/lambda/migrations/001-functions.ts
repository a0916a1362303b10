import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Migration, StorageDialect } from '../../../storage/storage.ts';

export const createFunctions: Migration = {
  name: '001-functions',
  async up(tx, dialect) {
    const types = columnTypes(dialect);
    await createFunctionTable(tx, types);
    await createVersionTable(tx, types);
    await createAliasTable(tx, types);
    await createPolicyTable(tx, types);
  },
};

async function createFunctionTable(tx: Transaction<unknown>, { text, integer }: ColumnTypes): Promise<void> {
  await tx.schema
    .createTable('lambda_functions')
    .addColumn('account', text, (column) => column.notNull())
    .addColumn('region', text, (column) => column.notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('tags', text, (column) => column.notNull())
    .addColumn('reserved_concurrency', integer)
    .addColumn('change_number', integer, (column) => column.notNull())
    .addColumn('last_invoked_at', integer)
    .addPrimaryKeyConstraint('lambda_functions_key', ['account', 'region', 'name'])
    .execute();
}

async function createVersionTable(tx: Transaction<unknown>, { text, integer, bytes }: ColumnTypes): Promise<void> {
  await tx.schema
    .createTable('lambda_versions')
    .addColumn('account', text, (column) => column.notNull())
    .addColumn('region', text, (column) => column.notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('version', text, (column) => column.notNull())
    .addColumn('number', integer, (column) => column.notNull())
    .addColumn('definition_id', text, (column) => column.notNull())
    .addColumn('definition', text, (column) => column.notNull())
    .addColumn('environment', bytes)
    .addColumn('previous_id', text)
    .addColumn('previous_definition', text)
    .addColumn('previous_environment', bytes)
    .addColumn('code_size', integer, (column) => column.notNull())
    .addColumn('revision_id', text, (column) => column.notNull())
    .addColumn('last_modified', integer, (column) => column.notNull())
    .addColumn('state', text, (column) => column.notNull())
    .addColumn('state_reason', text)
    .addColumn('state_reason_code', text)
    .addColumn('update_status', text)
    .addColumn('update_reason', text)
    .addColumn('update_reason_code', text)
    .addPrimaryKeyConstraint('lambda_versions_key', ['account', 'region', 'name', 'version'])
    .execute();
}

async function createAliasTable(tx: Transaction<unknown>, { text, real }: ColumnTypes): Promise<void> {
  await tx.schema
    .createTable('lambda_aliases')
    .addColumn('account', text, (column) => column.notNull())
    .addColumn('region', text, (column) => column.notNull())
    .addColumn('function_name', text, (column) => column.notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('description', text, (column) => column.notNull())
    .addColumn('version', text, (column) => column.notNull())
    .addColumn('second_version', text)
    .addColumn('second_weight', real)
    .addColumn('revision_id', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('lambda_aliases_key', ['account', 'region', 'function_name', 'name'])
    .execute();
}

async function createPolicyTable(tx: Transaction<unknown>, { text }: ColumnTypes): Promise<void> {
  await tx.schema
    .createTable('lambda_policies')
    .addColumn('account', text, (column) => column.notNull())
    .addColumn('region', text, (column) => column.notNull())
    .addColumn('function_name', text, (column) => column.notNull())
    .addColumn('qualifier', text, (column) => column.notNull())
    .addColumn('statements', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('lambda_policies_key', ['account', 'region', 'function_name', 'qualifier'])
    .execute();
}

type ColumnTypes = ReturnType<typeof columnTypes>;

function columnTypes({ types }: StorageDialect) {
  return { text: type(types.text), integer: type(types.integer), real: type(types.real), bytes: type(types.bytes) };
}

function type(name: string): RawBuilder<unknown> {
  return sql.raw(name);
}
