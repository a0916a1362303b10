import { sql } from 'kysely';
import type { Migration } from '../../../storage/storage.ts';

/** The bytes of small objects, in their rows. The last column: SQLite reads the others without them. */
export const smallData: Migration = {
  name: '002-small-data',
  async up(tx, { types }) {
    await sql`alter table "s3Versions" add column "data" ${sql.raw(types.bytes)}`.execute(tx);
  },
};
