import { sql } from 'kysely';
import type { Migration } from '../../../storage/storage.ts';

/** Of the telemetry database. The two indexes are the two ways of reading: a stream's events, a group's events. */
export const events: Migration = {
  name: '001-events',
  async up(tx, { types }) {
    const text = sql.raw(types.text);
    const integer = sql.raw(types.integer);
    const statements = [
      sql`create table "logsEvents" ("groupId" ${integer} not null, "streamId" ${integer} not null,
        "timestamp" ${integer} not null, "seq" ${integer} not null, "ingestedAt" ${integer} not null,
        "bytes" ${integer} not null, "message" ${text} not null)`,
      sql`create index "logsEventsOfStream" on "logsEvents" ("streamId", "timestamp", "seq")`,
      sql`create index "logsEventsOfGroup" on "logsEvents" ("groupId", "timestamp", "seq")`,
      sql`create table "logsActivity" ("groupId" ${integer} not null, "streamId" ${integer} not null,
        "firstAt" ${integer}, "lastAt" ${integer}, "lastIngestedAt" ${integer} not null,
        "lastSeq" ${integer} not null, "bytes" ${integer} not null)`,
      sql`create index "logsActivityOfGroup" on "logsActivity" ("groupId", "streamId")`,
    ];
    for (const statement of statements) await statement.execute(tx);
  },
};
