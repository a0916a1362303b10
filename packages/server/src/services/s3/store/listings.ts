import { type SelectQueryBuilder, sql } from 'kysely';
import type { Storage } from '../../../storage/storage.ts';
import { afterPrefix } from '../rules/keys.ts';
import type { From } from '../rules/listing.ts';
import type { S3Tables, UploadRow, VersionRow } from './tables.ts';

/** What a listing shows of a version. */
export type ListedVersion = Pick<
  VersionRow,
  | 'key'
  | 'sequence'
  | 'versionId'
  | 'isLatest'
  | 'isMarker'
  | 'modifiedAt'
  | 'owner'
  | 'size'
  | 'etag'
  | 'storageClass'
  | 'checksumAlgorithm'
  | 'checksumType'
>;

const LISTED = [
  'key',
  'sequence',
  'versionId',
  'isLatest',
  'isMarker',
  'modifiedAt',
  'owner',
  'size',
  'etag',
  'storageClass',
  'checksumAlgorithm',
  'checksumType',
] as const;

interface Scope {
  readonly bucketId: number;
  readonly prefix: Uint8Array;
}

/** Pages of rows in the order of S3's listings. */
export class Listings {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Current objects by key; `after` is exclusive. */
  objects(
    { bucketId, prefix, after }: Scope & { readonly after: Uint8Array | null },
    from: From<ListedVersion>,
    limit: number,
  ): Promise<ListedVersion[]> {
    return this.#storage.read<S3Tables, ListedVersion[]>((db) => {
      let select = below(db.selectFrom('s3Versions'), bucketId, prefix)
        .where('isLatest', '=', sql.lit(1))
        .where('isMarker', '=', 0);
      if (from.kind === 'key') select = select.where('key', '>=', from.key);
      const behind = from.kind === 'behind' ? from.row.key : after;
      if (behind) select = select.where('key', '>', behind);
      return select.select(LISTED).orderBy('key').limit(limit).execute();
    });
  }

  /** All versions by key, the newest first. */
  versions(
    { bucketId, prefix, after }: Scope & { readonly after: VersionPosition | null },
    from: From<ListedVersion>,
    limit: number,
  ): Promise<ListedVersion[]> {
    return this.#storage.read<S3Tables, ListedVersion[]>((db) => {
      let select = below(db.selectFrom('s3Versions'), bucketId, prefix);
      if (from.kind === 'key') select = select.where('key', '>=', from.key);
      const behind = from.kind === 'behind' ? from.row : after;
      if (behind) {
        const { key, sequence } = behind;
        select =
          sequence === null
            ? select.where('key', '>', key)
            : select.where('key', '>=', key).where(sql<boolean>`("key" > ${key} or "sequence" < ${sequence})`);
      }
      return select.select(LISTED).orderBy('key').orderBy('sequence', 'desc').limit(limit).execute();
    });
  }

  /** Uploads under way by key, the oldest first. */
  uploads(
    { bucketId, prefix, after }: Scope & { readonly after: UploadPosition | null },
    from: From<UploadRow>,
    limit: number,
  ): Promise<UploadRow[]> {
    return this.#storage.read<S3Tables, UploadRow[]>((db) => {
      let select = db.selectFrom('s3Uploads').where('bucketId', '=', bucketId);
      if (prefix.length > 0) select = select.where('key', '>=', prefix).where('key', '<', afterPrefix(prefix));
      if (from.kind === 'key') select = select.where('key', '>=', from.key);
      const behind = from.kind === 'behind' ? from.row : after;
      if (behind) {
        const { key, uploadId } = behind;
        select =
          uploadId === null
            ? select.where('key', '>', key)
            : select.where('key', '>=', key).where(sql<boolean>`("key" > ${key} or "uploadId" > ${uploadId})`);
      }
      return select.selectAll().orderBy('key').orderBy('uploadId').limit(limit).execute();
    });
  }
}

/** Null: behind the whole key. */
export interface VersionPosition {
  readonly key: Uint8Array;
  readonly sequence: number | null;
}

export interface UploadPosition {
  readonly key: Uint8Array;
  readonly uploadId: string | null;
}

function below(select: SelectQueryBuilder<S3Tables, 's3Versions', object>, bucketId: number, prefix: Uint8Array) {
  const ofBucket = select.where('bucketId', '=', bucketId);
  return prefix.length === 0 ? ofBucket : ofBucket.where('key', '>=', prefix).where('key', '<', afterPrefix(prefix));
}
