import { sql, type Transaction } from 'kysely';
import { signalOnCommit } from './signals.ts';
import type { Migration, Storage } from './storage.ts';

/** How many rows of all services refer to a blob. Zero: to be removed, which happens right after the commit. */
export type BlobReferenceTables = { blob_references: { sha256: string; count: number } };

export const BLOB_KEPT = 'blob-kept';
export const BLOB_RELEASED = 'blob-released';

const migrations: readonly Migration[] = [
  {
    name: '001-blob-references',
    async up(tx, { types }) {
      await tx.schema
        .createTable('blob_references')
        .addColumn('sha256', sql.raw(types.text), (column) => column.primaryKey())
        .addColumn('count', sql.raw(types.integer), (column) => column.notNull())
        .execute();
    },
  },
];

export function migrateBlobReferences(storage: Storage): Promise<void> {
  return storage.migrate('blobs', migrations);
}

/** Refers to a blob that this caller's `blobs.put` has just returned. Once for each put. */
export async function keep<Tables>(tx: Transaction<Tables>, sha256: string): Promise<void> {
  await references(tx)
    .insertInto('blob_references')
    .values({ sha256, count: 1 })
    .onConflict((conflict) => conflict.column('sha256').doUpdateSet({ count: sql`blob_references.count + 1` }))
    .execute();
  signalOnCommit(tx, BLOB_KEPT, sha256);
}

/** Refers once more to a blob that something refers to already (a version of the same code, a copied object). Throws when nothing does. */
export async function keepAgain<Tables>(tx: Transaction<Tables>, sha256: string): Promise<void> {
  const { numUpdatedRows } = await references(tx)
    .updateTable('blob_references')
    .set({ count: sql`count + 1` })
    .where('sha256', '=', sha256)
    .where('count', '>', 0)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n)
    throw new Error(`nothing refers to blob ${sha256}: it was never kept, or already released`);
}

/** Takes one reference back. The bytes go after the commit, when it was the last. Throws when there was none. */
export async function release<Tables>(tx: Transaction<Tables>, sha256: string): Promise<void> {
  const left = await references(tx)
    .updateTable('blob_references')
    .set({ count: sql`count - 1` })
    .where('sha256', '=', sha256)
    .where('count', '>', 0)
    .returning('count')
    .executeTakeFirst();
  if (!left) throw new Error(`nothing refers to blob ${sha256}: it was released more often than kept`);
  if (left.count === 0) signalOnCommit(tx, BLOB_RELEASED, sha256);
}

/** Drops the record of a blob that nothing refers to. False when something does. */
export async function forgetUnreferenced(tx: Transaction<BlobReferenceTables>, sha256: string): Promise<boolean> {
  await tx.deleteFrom('blob_references').where('sha256', '=', sha256).where('count', '=', 0).execute();
  const referred = await tx
    .selectFrom('blob_references')
    .select('sha256')
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  return referred === undefined;
}

function references<Tables>(tx: Transaction<Tables>): Transaction<BlobReferenceTables> {
  return tx as unknown as Transaction<BlobReferenceTables>;
}
