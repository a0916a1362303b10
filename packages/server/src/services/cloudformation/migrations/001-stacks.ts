import { sql } from 'kysely';
import type { Migration } from '../../../storage/storage.ts';

export const stacks: Migration = {
  name: '001-stacks',
  async up(tx, { types }) {
    const text = sql.raw(types.text);
    const integer = sql.raw(types.integer);
    const bytes = sql.raw(types.bytes);
    const statements = [
      sql`create table "cfnStacks" ("id" ${text} not null primary key, "account" ${text} not null,
        "region" ${text} not null, "liveName" ${text}, "createdAt" ${integer} not null, "busy" ${integer} not null,
        "data" ${bytes} not null)`,
      sql`create unique index "cfnStacksByName" on "cfnStacks" ("account", "region", "liveName")`,
      sql`create table "cfnResources" ("stackId" ${text} not null, "logicalId" ${text} not null, "data" ${bytes} not null,
        primary key ("stackId", "logicalId"))`,
      sql`create table "cfnEvents" ("stackId" ${text} not null, "sequence" ${integer} not null, "data" ${text} not null,
        primary key ("stackId", "sequence"))`,
      sql`create table "cfnChangeSets" ("id" ${text} not null primary key, "stackId" ${text} not null,
        "name" ${text} not null, "createdAt" ${integer} not null, "data" ${bytes} not null)`,
      sql`create unique index "cfnChangeSetsByName" on "cfnChangeSets" ("stackId", "name")`,
      sql`create table "cfnExports" ("account" ${text} not null, "region" ${text} not null, "name" ${text} not null,
        "stackId" ${text} not null, "value" ${text} not null, primary key ("account", "region", "name"))`,
      sql`create table "cfnImports" ("account" ${text} not null, "region" ${text} not null, "name" ${text} not null,
        "stackId" ${text} not null, primary key ("account", "region", "name", "stackId"))`,
      sql`create table "cfnCustomRequests" ("id" ${text} not null primary key, "step" ${text} not null,
        "stackId" ${text} not null, "sent" ${integer} not null, "sentAt" ${integer} not null, "response" ${bytes})`,
      sql`create unique index "cfnCustomRequestsByStep" on "cfnCustomRequests" ("step")`,
    ];
    for (const statement of statements) await statement.execute(tx);
  },
};
