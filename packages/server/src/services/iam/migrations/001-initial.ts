import { sql } from 'kysely';
import type { Migration } from '../../../storage/storage.ts';

export const initial: Migration = {
  name: '001-initial',
  async up(tx, { types }) {
    const text = sql.raw(types.text);
    const integer = sql.raw(types.integer);
    const bytes = sql.raw(types.bytes);
    const statements = [
      sql`create table "iamPrincipals" ("account" ${text} not null, "kind" ${text} not null, "nameKey" ${text} not null,
        "name" ${text} not null, "id" ${text} not null, "arn" ${text} not null, "path" ${text} not null,
        "createdAt" ${integer} not null, "description" ${text}, "trustPolicy" ${text}, "maxSessionSeconds" ${integer},
        "lastUsedAt" ${integer}, "lastUsedRegion" ${text}, primary key ("account", "kind", "nameKey"))`,
      sql`create unique index "iamPrincipalsById" on "iamPrincipals" ("account", "id")`,
      sql`create table "iamTags" ("account" ${text} not null, "ownerId" ${text} not null, "keyFold" ${text} not null,
        "key" ${text} not null, "value" ${text} not null, primary key ("account", "ownerId", "keyFold"))`,
      sql`create table "iamInlinePolicies" ("account" ${text} not null, "principalId" ${text} not null,
        "name" ${text} not null, "document" ${text} not null, primary key ("account", "principalId", "name"))`,
      sql`create table "iamAttachments" ("account" ${text} not null, "principalId" ${text} not null,
        "policyArn" ${text} not null, "policyName" ${text} not null, primary key ("account", "principalId", "policyArn"))`,
      sql`create index "iamAttachmentsByPolicy" on "iamAttachments" ("account", "policyArn")`,
      sql`create table "iamPolicies" ("account" ${text} not null, "nameKey" ${text} not null, "name" ${text} not null,
        "id" ${text} not null, "arn" ${text} not null, "path" ${text} not null, "description" ${text},
        "createdAt" ${integer} not null, "updatedAt" ${integer} not null, "defaultVersion" ${integer} not null,
        "latestVersion" ${integer} not null, primary key ("account", "nameKey"))`,
      sql`create table "iamPolicyVersions" ("account" ${text} not null, "policyId" ${text} not null,
        "version" ${integer} not null, "document" ${text} not null, "createdAt" ${integer} not null,
        primary key ("account", "policyId", "version"))`,
      sql`create table "iamAccessKeys" ("accessKeyId" ${text} not null primary key, "account" ${text} not null,
        "userId" ${text} not null, "status" ${text} not null, "secret" ${bytes} not null, "createdAt" ${integer} not null,
        "lastUsedAt" ${integer}, "lastUsedService" ${text}, "lastUsedRegion" ${text})`,
      sql`create index "iamAccessKeysByUser" on "iamAccessKeys" ("account", "userId")`,
      sql`create table "iamMemberships" ("account" ${text} not null, "groupId" ${text} not null,
        "userId" ${text} not null, primary key ("account", "groupId", "userId"))`,
      sql`create table "iamAccountAliases" ("account" ${text} not null primary key, "alias" ${text} not null unique)`,
    ];
    for (const statement of statements) await statement.execute(tx);
  },
};
