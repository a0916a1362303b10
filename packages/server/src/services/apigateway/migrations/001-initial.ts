import { sql } from 'kysely';
import type { Migration } from '../../../storage/storage.ts';

export const initial: Migration = {
  name: '001-initial',
  async up(tx, { types }) {
    const text = sql.raw(types.text);
    const integer = sql.raw(types.integer);
    const statements = [
      sql`create table "apigatewayApis" ("id" ${text} not null primary key, "account" ${text} not null,
        "region" ${text} not null, "document" ${text} not null, "changeNumber" ${integer} not null)`,
      sql`create index "apigatewayApisByOwner" on "apigatewayApis" ("account", "region")`,
      sql`create table "apigatewayDeployments" ("apiId" ${text} not null, "id" ${text} not null,
        "createdAt" ${integer} not null, "description" ${text}, "document" ${text} not null,
        primary key ("apiId", "id"))`,
      sql`create table "apigatewayStages" ("apiId" ${text} not null, "name" ${text} not null,
        "deploymentId" ${text} not null, "content" ${text} not null, primary key ("apiId", "name"))`,
      sql`create table "apigatewayAccounts" ("account" ${text} not null, "region" ${text} not null,
        "cloudwatchRoleArn" ${text}, primary key ("account", "region"))`,
      sql`create table "apigatewayKeys" ("account" ${text} not null, "region" ${text} not null, "id" ${text} not null,
        "value" ${text} not null, "content" ${text} not null, primary key ("account", "region", "id"))`,
      sql`create unique index "apigatewayKeysByValue" on "apigatewayKeys" ("account", "region", "value")`,
      sql`create table "apigatewayPlans" ("account" ${text} not null, "region" ${text} not null, "id" ${text} not null,
        "content" ${text} not null, primary key ("account", "region", "id"))`,
      sql`create table "apigatewayUsage" ("planId" ${text} not null, "keyId" ${text} not null, "day" ${text} not null,
        "used" ${integer} not null, primary key ("planId", "keyId", "day"))`,
    ];
    for (const statement of statements) await statement.execute(tx);
  },
};
