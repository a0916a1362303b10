import { sql } from 'kysely';
import type { Migration } from '../../../storage/storage.ts';

export const initial: Migration = {
  name: '001-initial',
  async up(tx, { types }) {
    const text = sql.raw(types.text);
    const integer = sql.raw(types.integer);
    const statements = [
      sql`create table "logsGroups" ("account" ${text} not null, "region" ${text} not null, "name" ${text} not null,
        "id" ${integer} not null, "createdAt" ${integer} not null, "retentionDays" ${integer},
        "deletionProtected" ${integer} not null, primary key ("account", "region", "name"))`,
      sql`create unique index "logsGroupsById" on "logsGroups" ("id")`,
      sql`create table "logsTags" ("groupId" ${integer} not null, "key" ${text} not null, "value" ${text} not null,
        primary key ("groupId", "key"))`,
      sql`create table "logsStreams" ("groupId" ${integer} not null, "name" ${text} not null, "id" ${integer} not null,
        "createdAt" ${integer} not null, primary key ("groupId", "name"))`,
      sql`create unique index "logsStreamsById" on "logsStreams" ("id")`,
    ];
    for (const statement of statements) await statement.execute(tx);
  },
};
