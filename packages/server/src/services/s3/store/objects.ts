import { keep, keepAgain } from '../../../storage/blob-references.ts';
import type { Storage } from '../../../storage/storage.ts';
import { writeVersion } from './collisions.ts';
import { selectParts } from './data.ts';
import type { BucketRow, PartRow, S3Tables, VersionRow, VersionWithData } from './tables.ts';
import {
  bucketAndLatest,
  findVersion,
  type Guard,
  insertVersion,
  latestVersion,
  latestWithData,
  namedVersion,
  namedWithData,
  type NewVersion,
  removeVersion,
  versioningOf,
  type Written,
} from './versions.ts';

export interface Deleted extends Written {
  /** Whether a marker was made, or a marker was what was deleted. */
  readonly marker: boolean;
}

export interface InBucket {
  readonly bucket: BucketRow;
  readonly version: VersionWithData | undefined;
}

/** Objects and their versions. Every change is one unit: bytes, row and conditions stand or fall together. */
export class ObjectStore {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** The latest version, marker or not; or the one named. */
  find(bucketId: number, key: Uint8Array, versionId?: string): Promise<VersionRow | undefined> {
    return versionId === undefined
      ? this.#storage.first(latestVersion, { bucketId, key })
      : this.#storage.first(namedVersion, { bucketId, key, versionId });
  }

  /** As `find`, with the bytes of a small object. */
  findWithData(bucketId: number, key: Uint8Array, versionId?: string): Promise<VersionWithData | undefined> {
    return versionId === undefined
      ? this.#storage.first(latestWithData, { bucketId, key })
      : this.#storage.first(namedWithData, { bucketId, key, versionId });
  }

  /** The bucket of that name, and the latest version of the key in it. */
  async findInBucket(name: string, key: Uint8Array): Promise<InBucket | undefined> {
    const row = await this.#storage.first(bucketAndLatest, { name, key });
    return row && { bucket: row, version: row.sequence === null ? undefined : (row as VersionWithData) };
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

  /** Puts a version that has its bytes, or whose blob the caller has just written. */
  put(bucket: BucketRow, version: NewVersion, guard: Guard): Promise<Written> {
    return writeVersion(this.#storage, async (tx) => {
      const written = await insertVersion(tx, bucket, version, guard);
      if (version.sha256 !== null) await keep(tx, version.sha256);
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
    return writeVersion(this.#storage, async (tx) => {
      const current = await findVersion(tx, source, source.versionId);
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
    return writeVersion(this.#storage, async (tx) => {
      const current = (await findVersion(tx, { bucketId: bucket.id, key }, versionId)) ?? null;
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
}
