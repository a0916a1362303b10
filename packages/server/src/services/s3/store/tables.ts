import type { Kysely } from 'kysely';

export interface S3Tables {
  s3Buckets: BucketRow;
  s3BucketConfigurations: { readonly bucketId: number; readonly kind: ConfigurationKind; readonly document: string };
  s3Versions: VersionWithData;
  s3Uploads: UploadRow;
  s3Parts: PartRow;
}

export type Database = Kysely<S3Tables>;

/** What a bucket may be configured with; kept as JSON. */
export type ConfigurationKind = 'tagging' | 'policy' | 'cors' | 'encryption' | 'publicAccessBlock' | 'ownership';

/** Names are global; the `id` is random, so that nothing of a deleted bucket is taken for the next one's of its name. */
export interface BucketRow {
  readonly name: string;
  readonly id: number;
  readonly account: string;
  readonly region: string;
  /** As it was asked for: `EU` stands for eu-west-1; empty for us-east-1. */
  readonly location: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly versioning: VersioningState;
}

export type VersioningState = '' | 'Enabled' | 'Suspended';

/** A version of an object, or a delete marker. */
export interface VersionRow {
  readonly bucketId: number;
  /** UTF-8. */
  readonly key: Uint8Array;
  /** Grows within the key: the newest version has the greatest. */
  readonly sequence: number;
  /** `null` (the text) when versioning was not enabled. */
  readonly versionId: string;
  /** 0 or 1; exactly one version of a key has 1. */
  readonly isLatest: number;
  readonly isMarker: number;
  /** Epoch milliseconds, whole seconds as in HTTP dates. */
  readonly modifiedAt: number;
  /** Account. */
  readonly owner: string;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly storageClass: string;
  /** JSON of StoredHeaders. */
  readonly headers: string;
  /** JSON of Tag[]. */
  readonly tags: string;
  readonly checksumAlgorithm: string | null;
  readonly checksumType: string | null;
  /** Base 64; composite ones with `-N`. */
  readonly checksumValue: string | null;
  /** The blob of an object that came in one piece and is not small. */
  readonly sha256: string | null;
  /** The parts of one that did not. */
  readonly dataId: number | null;
  readonly partsCount: number | null;
  /** The upload it was completed from. */
  readonly uploadId: string | null;
}

export interface VersionWithData extends VersionRow {
  /** The bytes of a small object; null: in a blob or in parts. */
  readonly data: Uint8Array | null;
}

export interface UploadRow {
  /** Begins with the time, so that uploads of a key are in the order in which they were initiated. */
  readonly uploadId: string;
  readonly bucketId: number;
  readonly key: Uint8Array;
  readonly dataId: number;
  readonly initiatedAt: number;
  readonly owner: string;
  readonly storageClass: string;
  readonly headers: string;
  readonly tags: string;
  /** Null: the client asked for none. */
  readonly checksumAlgorithm: string | null;
  readonly checksumType: string | null;
}

/** A part of an upload and, once that is complete, of its object. */
export interface PartRow {
  readonly dataId: number;
  readonly number: number;
  readonly sha256: string;
  readonly size: number;
  /** Offset in the object; 0 until the upload is complete. */
  readonly start: number;
  readonly etag: string;
  readonly modifiedAt: number;
  /** Base 64, in the upload's algorithm. */
  readonly checksum: string | null;
}
