import type { Transaction } from 'kysely';
import { keep, release } from '../../../storage/blob-references.ts';
import type { Storage } from '../../../storage/storage.ts';
import { noSuchUpload } from '../errors.ts';
import { writeVersion } from './collisions.ts';
import { releaseData, selectParts } from './data.ts';
import type { BucketRow, Database, PartRow, S3Tables, UploadRow, VersionRow } from './tables.ts';
import { type Guard, insertVersion, type NewVersion, VERSION_COLUMNS, type Written } from './versions.ts';

/** A part's place in the object that an upload becomes. */
export interface Placement {
  /** Of the upload. */
  readonly number: number;
  /** From 1, without gaps. */
  readonly position: number;
  readonly start: number;
}

/** Uploads under way and their parts. */
export class UploadStore {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  create(upload: UploadRow): Promise<void> {
    return this.#storage.write<S3Tables, void>(async (tx) => {
      await tx.insertInto('s3Uploads').values(upload).execute();
    });
  }

  find(bucketId: number, key: Uint8Array, uploadId: string): Promise<UploadRow | undefined> {
    return this.#storage.read<S3Tables, UploadRow | undefined>((db) => findUpload(db, bucketId, key, uploadId));
  }

  /** The version that an upload has already become, if it is still there. */
  completed(bucketId: number, key: Uint8Array, uploadId: string): Promise<VersionRow | undefined> {
    return this.#storage.read<S3Tables, VersionRow | undefined>((db) =>
      db
        .selectFrom('s3Versions')
        .select(VERSION_COLUMNS)
        .where('bucketId', '=', bucketId)
        .where('key', '=', key)
        .where('uploadId', '=', uploadId)
        .executeTakeFirst(),
    );
  }

  parts(dataId: number, behind?: number, limit?: number): Promise<PartRow[]> {
    return this.#storage.read<S3Tables, PartRow[]>((db) => selectParts(db, dataId, behind, limit));
  }

  /** Puts a part whose blob the caller has just written, in the place of an earlier one of that number. Throws NoSuchUpload when the upload is over. */
  putPart({ bucketId, key, uploadId }: UploadRow, part: PartRow): Promise<void> {
    return this.#storage.write<S3Tables, void>(async (tx) => {
      if (!(await findUpload(tx, bucketId, key, uploadId))) throw noSuchUpload(uploadId);
      await keep(tx, part.sha256);
      await removeParts(tx, part.dataId, [part.number]);
      await tx.insertInto('s3Parts').values(part).execute();
    });
  }

  /** Makes the placed parts an object and releases the others. Throws NoSuchUpload when the upload is over. */
  complete(
    bucket: BucketRow,
    { dataId, uploadId, key }: UploadRow,
    placements: readonly Placement[],
    version: NewVersion,
    guard: Guard,
  ): Promise<Written> {
    return writeVersion(this.#storage, async (tx) => {
      if (!(await findUpload(tx, bucket.id, key, uploadId))) throw noSuchUpload(uploadId);
      const written = await insertVersion(tx, bucket, version, guard);
      const placed = new Set(placements.map(({ number }) => number));
      const parts = await tx.selectFrom('s3Parts').select('number').where('dataId', '=', dataId).execute();
      await removeParts(
        tx,
        dataId,
        parts.map(({ number }) => number).filter((number) => !placed.has(number)),
      );
      for (const { number, position, start } of placements) {
        await tx
          .updateTable('s3Parts')
          .set({ number: position, start })
          .where('dataId', '=', dataId)
          .where('number', '=', number)
          .execute();
      }
      await tx.deleteFrom('s3Uploads').where('uploadId', '=', uploadId).execute();
      return written;
    });
  }

  /** False when there was none. */
  abort({ bucketId, key, uploadId, dataId }: UploadRow): Promise<boolean> {
    return this.#storage.write<S3Tables, boolean>(async (tx) => {
      if (!(await findUpload(tx, bucketId, key, uploadId))) return false;
      await releaseData(tx, { sha256: null, dataId });
      await tx.deleteFrom('s3Uploads').where('uploadId', '=', uploadId).execute();
      return true;
    });
  }
}

function findUpload(db: Database, bucketId: number, key: Uint8Array, uploadId: string): Promise<UploadRow | undefined> {
  return db
    .selectFrom('s3Uploads')
    .selectAll()
    .where('uploadId', '=', uploadId)
    .where('bucketId', '=', bucketId)
    .where('key', '=', key)
    .executeTakeFirst();
}

async function removeParts(tx: Transaction<S3Tables>, dataId: number, numbers: readonly number[]): Promise<void> {
  for (const number of numbers) {
    const part = await tx
      .selectFrom('s3Parts')
      .select('sha256')
      .where('dataId', '=', dataId)
      .where('number', '=', number)
      .executeTakeFirst();
    if (!part) continue;
    await release(tx, part.sha256);
    await tx.deleteFrom('s3Parts').where('dataId', '=', dataId).where('number', '=', number).execute();
  }
}
