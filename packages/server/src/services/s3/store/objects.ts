import type { Transaction } from 'kysely';
import type { AwsError } from '../../../kernel/errors.ts';
import { keep, keepAgain } from '../../../storage/blob-references.ts';
import { isUniqueViolation } from '../../../storage/constraint-violations.ts';
import type { Storage } from '../../../storage/storage.ts';
import { conditionConflict, noSuchBucket } from '../errors.ts';
import { newVersionId, NULL_VERSION } from '../rules/version-ids.ts';
import { releaseData, selectParts } from './data.ts';
import type { BucketRow, Database, PartRow, S3Tables, VersioningState, VersionRow } from './tables.ts';

/** A version as its writer knows it; the store adds what depends on the bucket. */
export type NewVersion = Omit<VersionRow, 'bucketId' | 'sequence' | 'versionId' | 'isLatest' | 'isMarker'>;

/** The error of a write that the key's current object (null: none) does not allow. */
export type Guard = (current: VersionRow | null) => AwsError | null;

/** Absent without versioning. */
export interface Written {
  readonly versionId?: string;
}

export interface Deleted extends Written {
  /** Whether a marker was made, or a marker was what was deleted. */
  readonly marker: boolean;
}

/** Objects and their versions. Every change is one unit: bytes, row and conditions stand or fall together. */
export class ObjectStore {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** The latest version, marker or not; or the one named. */
  find(bucketId: number, key: Uint8Array, versionId?: string): Promise<VersionRow | undefined> {
    return this.#storage.read<S3Tables, VersionRow | undefined>((db) => findVersion(db, bucketId, key, versionId));
  }

  /** The parts that hold the bytes from `start` to `end`. */
  partsWithin(dataId: number, start: number, end: number): Promise<PartRow[]> {
    return this.#storage.read<S3Tables, PartRow[]>((db) =>
      db
        .selectFrom('s3Parts')
        .selectAll()
        .where('dataId', '=', dataId)
        .where('start', '<=', end)
        .where((row) => row(row.ref('start'), '+', row.ref('size')), '>', start)
        .orderBy('number')
        .execute(),
    );
  }

  /** The parts of a completed object, by position from 1; `behind` is the last one known. */
  parts(dataId: number, behind: number, limit: number): Promise<PartRow[]> {
    return this.#storage.read<S3Tables, PartRow[]>((db) => selectParts(db, dataId, behind, limit));
  }

  /** Puts a version whose blob the caller has just written. */
  put(bucket: BucketRow, version: NewVersion & { readonly sha256: string }, guard: Guard): Promise<Written> {
    return this.#write(async (tx) => {
      const written = await insertVersion(tx, bucket, version, guard);
      await keep(tx, version.sha256);
      return written;
    });
  }

  /** Puts a version with the blob of `source`; null when that is there no more. */
  putCopy(
    bucket: BucketRow,
    source: VersionRow,
    version: NewVersion & { readonly sha256: string },
    guard: Guard,
  ): Promise<Written | null> {
    return this.#write(async (tx) => {
      const current = await findVersion(tx, source.bucketId, source.key, source.versionId);
      if (current?.sha256 !== version.sha256) return null;
      // First: the new version may take the place of its own source.
      await keepAgain(tx, version.sha256);
      return insertVersion(tx, bucket, version, guard);
    });
  }

  /** Without a version id: puts a marker where versioning is on, else deletes. */
  delete(
    bucket: BucketRow,
    key: Uint8Array,
    versionId: string | undefined,
    marker: NewVersion,
    guard: Guard,
  ): Promise<Deleted> {
    return this.#write(async (tx) => {
      const current = (await findVersion(tx, bucket.id, key, versionId)) ?? null;
      const refusal = guard(current?.isMarker ? null : current);
      if (refusal) throw refusal;
      if (versionId === undefined && (await versioningOf(tx, bucket)) !== '')
        return { ...(await insertVersion(tx, bucket, marker, () => null, 1)), marker: true };
      if (!current) return { marker: false, ...(versionId === undefined ? {} : { versionId }) };
      await removeVersion(tx, current);
      return {
        marker: versionId !== undefined && current.isMarker === 1,
        ...(versionId === undefined ? {} : { versionId }),
      };
    });
  }

  setTags({ bucketId, key, sequence }: VersionRow, tags: string): Promise<void> {
    return this.#storage.write<S3Tables, void>(async (tx) => {
      await tx
        .updateTable('s3Versions')
        .set({ tags })
        .where('bucketId', '=', bucketId)
        .where('key', '=', key)
        .where('sequence', '=', sequence)
        .execute();
    });
  }

  /** Two first writes of one key at the same time collide where units run beside each other. */
  async #write<Result>(unit: (tx: Transaction<S3Tables>) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#storage.write<S3Tables, Result>(unit);
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        if (attempt === MAX_ATTEMPTS) throw conditionConflict();
      }
    }
  }
}

const MAX_ATTEMPTS = 5;

export function findVersion(
  db: Database,
  bucketId: number,
  key: Uint8Array,
  versionId?: string,
): Promise<VersionRow | undefined> {
  const ofKey = db.selectFrom('s3Versions').selectAll().where('bucketId', '=', bucketId).where('key', '=', key);
  return (
    versionId === undefined ? ofKey.where('isLatest', '=', 1) : ofKey.where('versionId', '=', versionId)
  ).executeTakeFirst();
}

/** Makes `version` the latest one. Without versioning it takes the place of the one without an id. */
export async function insertVersion(
  tx: Transaction<S3Tables>,
  bucket: BucketRow,
  version: NewVersion,
  guard: Guard,
  isMarker: 0 | 1 = 0,
): Promise<Written> {
  const versioning = await versioningOf(tx, bucket);
  const current = (await findVersion(tx, bucket.id, version.key)) ?? null;
  const refusal = guard(current?.isMarker ? null : current);
  if (refusal) throw refusal;
  const versionId = versioning === 'Enabled' ? newVersionId() : NULL_VERSION;
  if (versionId === NULL_VERSION) await removeNullVersion(tx, bucket.id, version.key, current);
  if (current)
    await tx
      .updateTable('s3Versions')
      .set({ isLatest: 0 })
      .where('bucketId', '=', bucket.id)
      .where('key', '=', version.key)
      .where('isLatest', '=', 1)
      .execute();
  const sequence = (current?.sequence ?? 0) + 1;
  await tx
    .insertInto('s3Versions')
    .values({ ...version, bucketId: bucket.id, sequence, versionId, isLatest: 1, isMarker })
    .execute();
  return versioning === '' ? {} : { versionId };
}

/** As it is now: the caller's row may be older than the unit. Throws NoSuchBucket when it is gone. */
async function versioningOf(tx: Database, { id, name }: BucketRow): Promise<VersioningState> {
  const row = await tx.selectFrom('s3Buckets').select('versioning').where('id', '=', id).executeTakeFirst();
  if (!row) throw noSuchBucket(name);
  return row.versioning;
}

async function removeNullVersion(
  tx: Transaction<S3Tables>,
  bucketId: number,
  key: Uint8Array,
  current: VersionRow | null,
): Promise<void> {
  const old =
    current?.versionId === NULL_VERSION ? current : current && (await findVersion(tx, bucketId, key, NULL_VERSION));
  if (old) await removeRow(tx, old);
}

/** The next older version becomes the latest one. */
async function removeVersion(tx: Transaction<S3Tables>, version: VersionRow): Promise<void> {
  await removeRow(tx, version);
  if (!version.isLatest) return;
  const ofKey = tx
    .selectFrom('s3Versions')
    .select('sequence')
    .where('bucketId', '=', version.bucketId)
    .where('key', '=', version.key);
  const next = await ofKey.orderBy('sequence', 'desc').limit(1).executeTakeFirst();
  if (!next) return;
  await tx
    .updateTable('s3Versions')
    .set({ isLatest: 1 })
    .where('bucketId', '=', version.bucketId)
    .where('key', '=', version.key)
    .where('sequence', '=', next.sequence)
    .execute();
}

async function removeRow(tx: Transaction<S3Tables>, version: VersionRow): Promise<void> {
  await tx
    .deleteFrom('s3Versions')
    .where('bucketId', '=', version.bucketId)
    .where('key', '=', version.key)
    .where('sequence', '=', version.sequence)
    .execute();
  await releaseData(tx, version);
}
