import { type Kysely, sql } from 'kysely';
import type { Migration, Storage } from '../storage.ts';

/** The tables that the storage contract works on. */
export interface Tables {
  things: { id: string; size: number; body: Uint8Array | null; weight: number | null };
  parts: { thing: string; name: string };
}

export const migrations: Migration[] = [
  {
    name: '001-things',
    async up(tx, { types }) {
      await tx.schema
        .createTable('things')
        .addColumn('id', sql.raw(types.text), (column) => column.primaryKey())
        .addColumn('size', sql.raw(types.integer), (column) => column.notNull())
        .addColumn('body', sql.raw(types.bytes))
        .addColumn('weight', sql.raw(types.real))
        .execute();
    },
  },
  {
    name: '002-parts',
    async up(tx, { types }) {
      await tx.schema
        .createTable('parts')
        .addColumn('thing', sql.raw(types.text), (column) => column.notNull().references('things.id'))
        .addColumn('name', sql.raw(types.text), (column) => column.notNull())
        .execute();
    },
  },
];

export const thing = (id: string, size = 1) => ({ id, size, body: null, weight: null });

export function insert(storage: Storage, id: string, size = 1): Promise<void> {
  return storage.write<Tables, void>(async (tx) => {
    await tx.insertInto('things').values(thing(id, size)).execute();
  });
}

export function find(storage: Storage, id: string) {
  return storage.read((db: Kysely<Tables>) =>
    db.selectFrom('things').selectAll().where('id', '=', id).executeTakeFirst(),
  );
}
