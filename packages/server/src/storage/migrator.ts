import { sql, type Transaction } from 'kysely';
import type { Migration, Storage, StorageDialect } from './storage.ts';

type MigrationTables = { _migrations: { owner: string; name: string } };

/** Applies in order what `owner` has not applied yet, and records it. The caller keeps other processes out meanwhile. */
export async function applyMigrations(
  tx: Transaction<unknown>,
  dialect: StorageDialect,
  owner: string,
  migrations: readonly Migration[],
): Promise<void> {
  const db = tx.withTables<MigrationTables>();
  await createMigrationsTable(tx, dialect);
  const applied = await db.selectFrom('_migrations').select('name').where('owner', '=', owner).execute();
  const known = new Set(applied.map(({ name }) => name));
  for (const { name, up } of migrations) {
    if (known.has(name)) continue;
    await up(tx, dialect);
    await db.insertInto('_migrations').values({ owner, name }).execute();
  }
}

/** Whether `owner` has tables at all. Some owner must have migrated before (the blobs have, at every start). */
export function hasMigrated(storage: Storage, owner: string): Promise<boolean> {
  return storage.read<MigrationTables, boolean>(async (db) => {
    const steps = db.selectFrom('_migrations').select('name').where('owner', '=', owner);
    return (await steps.limit(1).executeTakeFirst()) !== undefined;
  });
}

async function createMigrationsTable(tx: Transaction<unknown>, { types }: StorageDialect): Promise<void> {
  const text = sql.raw(types.text);
  await sql`create table if not exists _migrations (owner ${text} not null, name ${text} not null, primary key (owner, name))`.execute(
    tx,
  );
}
