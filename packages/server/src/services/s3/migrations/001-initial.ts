import { sql } from 'kysely';
import type { Migration } from '../../../storage/storage.ts';

/** Keys are bytes: their order is S3's (UTF-8, byte by byte) on every engine, and none is forbidden. */
export const initial: Migration = {
  name: '001-initial',
  async up(tx, { types }) {
    const text = sql.raw(types.text);
    const integer = sql.raw(types.integer);
    const bytes = sql.raw(types.bytes);
    const statements = [
      sql`create table "s3Buckets" ("name" ${text} primary key, "id" ${integer} not null, "account" ${text} not null,
        "region" ${text} not null, "location" ${text} not null, "createdAt" ${integer} not null, "versioning" ${text} not null)`,
      sql`create unique index "s3BucketsById" on "s3Buckets" ("id")`,
      sql`create index "s3BucketsByAccount" on "s3Buckets" ("account", "name")`,
      sql`create table "s3BucketConfigurations" ("bucketId" ${integer} not null, "kind" ${text} not null,
        "document" ${text} not null, primary key ("bucketId", "kind"))`,
      sql`create table "s3Versions" ("bucketId" ${integer} not null, "key" ${bytes} not null, "sequence" ${integer} not null,
        "versionId" ${text} not null, "isLatest" ${integer} not null, "isMarker" ${integer} not null,
        "modifiedAt" ${integer} not null, "owner" ${text} not null, "size" ${integer} not null, "etag" ${text} not null,
        "storageClass" ${text} not null, "headers" ${text} not null, "tags" ${text} not null,
        "checksumAlgorithm" ${text}, "checksumType" ${text}, "checksumValue" ${text},
        "sha256" ${text}, "dataId" ${integer}, "partsCount" ${integer}, "uploadId" ${text},
        primary key ("bucketId", "key", "sequence"))`,
      sql`create unique index "s3VersionsById" on "s3Versions" ("bucketId", "key", "versionId")`,
      sql`create unique index "s3Objects" on "s3Versions" ("bucketId", "key") where "isLatest" = 1`,
      sql`create table "s3Uploads" ("uploadId" ${text} primary key, "bucketId" ${integer} not null, "key" ${bytes} not null,
        "dataId" ${integer} not null, "initiatedAt" ${integer} not null, "owner" ${text} not null,
        "storageClass" ${text} not null, "headers" ${text} not null, "tags" ${text} not null,
        "checksumAlgorithm" ${text}, "checksumType" ${text})`,
      sql`create unique index "s3UploadsByKey" on "s3Uploads" ("bucketId", "key", "uploadId")`,
      sql`create table "s3Parts" ("dataId" ${integer} not null, "number" ${integer} not null, "sha256" ${text} not null,
        "size" ${integer} not null, "start" ${integer} not null, "etag" ${text} not null, "modifiedAt" ${integer} not null,
        "checksum" ${text}, primary key ("dataId", "number"))`,
    ];
    for (const statement of statements) await statement.execute(tx);
  },
};
