import { sql, type Transaction } from 'kysely';
import type { AwsError } from '../../../kernel/errors.ts';
import { statement } from '../../../storage/statement.ts';
import { noSuchBucket } from '../errors.ts';
import { newVersionId, NULL_VERSION } from '../rules/version-ids.ts';
import { type Data, releaseData } from './data.ts';
import type { BucketRow, Database, S3Tables, VersionRow, VersionWithData } from './tables.ts';

/** A version as its writer knows it; the store adds what depends on the bucket. */
export type NewVersion = Omit<VersionWithData, 'bucketId' | 'sequence' | 'versionId' | 'isLatest' | 'isMarker'>;

/** The error of a write that the key's current object (null: none) does not allow. */
export type Guard = (current: Pick<VersionRow, 'etag' | 'modifiedAt' | 'size'> | null) => AwsError | null;

export interface Written {
  /** Absent where the bucket never had versions. */
  readonly versionId?: string;
}

interface KeyOf {
  readonly bucketId: number;
  readonly key: Uint8Array;
}

/** Where a version stands. */
const PLACE_COLUMNS = ['bucketId', 'key', 'sequence', 'versionId', 'isLatest', 'isMarker'] as const;
/** What it is, but for its bytes. */
const CONTENT_COLUMNS = [
  'modifiedAt',
  'owner',
  'size',
  'etag',
  'storageClass',
  'headers',
  'tags',
  'checksumAlgorithm',
  'checksumType',
  'checksumValue',
  'sha256',
  'dataId',
  'partsCount',
  'uploadId',
] as const;
export const VERSION_COLUMNS = [...PLACE_COLUMNS, ...CONTENT_COLUMNS] as const;

const ofKey = (db: Database, { bucketId, key }: KeyOf) =>
  db.selectFrom('s3Versions').where('bucketId', '=', bucketId).where('key', '=', key);

// Literally 1: behind a placeholder PostgreSQL would not see that the index on current objects serves.
const latestOf = (db: Database, key: KeyOf) => ofKey(db, key).where('isLatest', '=', sql.lit(1));

/** The latest version of a key, marker or not. */
export const latestVersion = statement((db: Database, key: KeyOf) => latestOf(db, key).select(VERSION_COLUMNS));
export const latestWithData = statement((db: Database, key: KeyOf) =>
  latestOf(db, key).select(VERSION_COLUMNS).select('data'),
);

type IdOf = KeyOf & { readonly versionId: string };

const namedOf = (db: Database, id: IdOf) => ofKey(db, id).where('versionId', '=', id.versionId);

export const namedVersion = statement((db: Database, id: IdOf) => namedOf(db, id).select(VERSION_COLUMNS));
export const namedWithData = statement((db: Database, id: IdOf) =>
  namedOf(db, id).select(VERSION_COLUMNS).select('data'),
);

/** Buckets, each with the latest version of a key in it, if any. */
const bucketsWithLatest = (db: Database, key: Uint8Array) =>
  db
    .selectFrom('s3Buckets')
    .leftJoin('s3Versions', (join) =>
      join
        .onRef('s3Versions.bucketId', '=', 's3Buckets.id')
        .on('s3Versions.key', '=', key)
        .on('s3Versions.isLatest', '=', sql.lit(1)),
    );

/** A bucket by its name, and the latest version of a key in it, if any: what reading an object takes, in one look. */
export const bucketAndLatest = statement(
  (db: Database, { name, key }: { readonly name: string; readonly key: Uint8Array }) =>
    bucketsWithLatest(db, key)
      .where('s3Buckets.name', '=', name)
      .selectAll('s3Buckets')
      .select([...VERSION_COLUMNS, 'data']),
);

/** What a write has to know of the version that it makes an older one, or takes the place of. */
const CURRENT_COLUMNS = [
  'sequence',
  'versionId',
  'isMarker',
  'modifiedAt',
  'size',
  'etag',
  'sha256',
  'dataId',
] as const;
type Current = Pick<VersionRow, (typeof CURRENT_COLUMNS)[number]>;

/** A bucket as it is now, since the caller's row may be older than its unit, and the key's latest version, if any. */
const placeOf = statement((db: Database, { bucketId, key }: KeyOf) =>
  bucketsWithLatest(db, key).where('s3Buckets.id', '=', bucketId).select('versioning').select(CURRENT_COLUMNS),
);

/** As it is now, too. */
const bucketVersioning = statement((db: Database, { id }: { readonly id: number }) =>
  db.selectFrom('s3Buckets').select('versioning').where('id', '=', id),
);

const insert = statement((db: Database, row: VersionWithData) =>
  db.insertInto('s3Versions').values(pick(row, [...VERSION_COLUMNS, 'data'])),
);

/** One object takes the place of another in its row: no index has to change. */
const replace = statement((db: Database, row: VersionWithData) =>
  db
    .updateTable('s3Versions')
    .set(pick(row, [...CONTENT_COLUMNS, 'data']))
    .where('bucketId', '=', row.bucketId)
    .where('key', '=', row.key)
    .where('sequence', '=', row.sequence),
);

export function findVersion(db: Database, key: KeyOf, versionId?: string): Promise<VersionRow | undefined> {
  return versionId === undefined ? latestVersion.first(db, key) : namedVersion.first(db, { ...key, versionId });
}

/** Makes `version` the latest one. Without versioning it takes the place of the one without an id. */
export async function insertVersion(
  tx: Transaction<S3Tables>,
  bucket: BucketRow,
  version: NewVersion,
  guard: Guard,
  isMarker: 0 | 1 = 0,
): Promise<Written> {
  const place = { bucketId: bucket.id, key: version.key };
  const found = await placeOf.first(tx, place);
  if (!found) throw noSuchBucket(bucket.name);
  const { versioning } = found;
  const current = found.sequence === null ? null : (found as Current);
  const refusal = guard(current?.isMarker ? null : current);
  if (refusal) throw refusal;
  const row = { ...version, bucketId: bucket.id, isLatest: 1, isMarker };
  if (versioning === '' && current && !current.isMarker && current.versionId === NULL_VERSION) {
    await replace.run(tx, { ...row, sequence: current.sequence, versionId: NULL_VERSION });
    await releaseData(tx, current);
    return {};
  }
  const versionId = versioning === 'Enabled' ? newVersionId() : NULL_VERSION;
  if (versionId === NULL_VERSION) await removeNullVersion(tx, place, current);
  if (current) await demote(tx, place);
  await insert.run(tx, { ...row, sequence: (current?.sequence ?? 0) + 1, versionId });
  return versioning === '' ? {} : { versionId };
}

/** Throws NoSuchBucket when it is gone. */
export async function versioningOf(tx: Database, { id, name }: BucketRow) {
  const row = await bucketVersioning.first(tx, { id });
  if (!row) throw noSuchBucket(name);
  return row.versioning;
}

/** The next older version becomes the latest one. */
export async function removeVersion(tx: Transaction<S3Tables>, version: VersionRow): Promise<void> {
  await removeRow(tx, version);
  if (!version.isLatest) return;
  const next = await ofKey(tx, version).select('sequence').orderBy('sequence', 'desc').limit(1).executeTakeFirst();
  if (!next) return;
  await tx
    .updateTable('s3Versions')
    .set({ isLatest: 1 })
    .where('bucketId', '=', version.bucketId)
    .where('key', '=', version.key)
    .where('sequence', '=', next.sequence)
    .execute();
}

async function removeNullVersion(tx: Transaction<S3Tables>, key: KeyOf, current: Current | null): Promise<void> {
  const old =
    current?.versionId === NULL_VERSION
      ? current
      : current && (await namedVersion.first(tx, { ...key, versionId: NULL_VERSION }));
  if (old) await removeRow(tx, { ...old, ...key });
}

async function demote(tx: Transaction<S3Tables>, { bucketId, key }: KeyOf): Promise<void> {
  await tx
    .updateTable('s3Versions')
    .set({ isLatest: 0 })
    .where('bucketId', '=', bucketId)
    .where('key', '=', key)
    .where('isLatest', '=', sql.lit(1))
    .execute();
}

async function removeRow(
  tx: Transaction<S3Tables>,
  version: KeyOf & Data & Pick<VersionRow, 'sequence'>,
): Promise<void> {
  await tx
    .deleteFrom('s3Versions')
    .where('bucketId', '=', version.bucketId)
    .where('key', '=', version.key)
    .where('sequence', '=', version.sequence)
    .execute();
  await releaseData(tx, version);
}

function pick<Row, Column extends keyof Row>(row: Row, columns: readonly Column[]): Pick<Row, Column> {
  return Object.fromEntries(columns.map((column) => [column, row[column]])) as Pick<Row, Column>;
}
