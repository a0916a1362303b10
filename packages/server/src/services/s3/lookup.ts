import { notImplemented } from '../../kernel/errors.ts';
import type { Call } from '../service.ts';
import {
  accessDenied,
  invalidBucketName,
  markerHasNoData,
  markerIsLatest,
  noSuchBucket,
  noSuchKey,
  noSuchUpload,
  noSuchVersion,
} from './errors.ts';
import type { Ownership } from './rules/acls.ts';
import { isBucketName } from './rules/bucket-names.ts';
import { keyBytes } from './rules/keys.ts';
import { checkVersionId } from './rules/version-ids.ts';
import type { S3State } from './state.ts';
import type { BucketRow, UploadRow, VersionRow, VersionWithData } from './store/tables.ts';

export type S3Call = Call<S3State>;

/**
 * What nearly every operation is given. `RequestPayer` says who agrees to pay in a requester-pays bucket; there are none
 * (PutBucketRequestPayment is refused), and elsewhere S3 takes no notice of it.
 */
export interface BucketInput {
  readonly Bucket: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
  readonly RequestPayer?: string | undefined;
}

export interface ObjectInput extends BucketInput {
  readonly Key: string | undefined;
  readonly VersionId?: string | undefined;
}

/** Throws NoSuchBucket, InvalidBucketName, or AccessDenied when it is not the expected owner's. */
export async function bucketMeant(
  call: S3Call,
  { Bucket: name = '', ExpectedBucketOwner: owner }: BucketInput,
): Promise<BucketRow> {
  return asMeant(await call.service.buckets.find(name), name, owner);
}

function asMeant(bucket: BucketRow | undefined, name: string, owner: string | undefined): BucketRow {
  if (!bucket) throw isBucketName(name) ? noSuchBucket(name) : invalidBucketName(name);
  if (owner !== undefined && owner !== bucket.account) throw accessDenied();
  return bucket;
}

/** A version that has data. Throws NoSuchKey, NoSuchVersion, or MethodNotAllowed for a delete marker. */
export async function versionMeant(
  call: S3Call,
  bucket: BucketRow,
  { Key: key = '', VersionId }: Pick<ObjectInput, 'Key' | 'VersionId'>,
  method = 'GET',
): Promise<VersionRow> {
  const versionId = VersionId === undefined ? undefined : checkVersionId(VersionId);
  return present(await call.service.objects.find(bucket.id, keyBytes(key), versionId), key, versionId, method);
}

/** As `versionMeant`, with the bytes of a small object. */
export async function versionWithData(
  call: S3Call,
  bucket: BucketRow,
  { Key: key = '', VersionId }: Pick<ObjectInput, 'Key' | 'VersionId'>,
): Promise<VersionWithData> {
  const versionId = VersionId === undefined ? undefined : checkVersionId(VersionId);
  return present(await call.service.objects.findWithData(bucket.id, keyBytes(key), versionId), key, versionId, 'GET');
}

/** The bucket and the object's version, with the bytes of a small one. Throws as `bucketMeant` and `versionMeant`. */
export async function objectMeant(call: S3Call, input: ObjectInput): Promise<Meant> {
  const { Bucket: name = '', Key: key = '', VersionId, ExpectedBucketOwner: owner } = input;
  if (VersionId !== undefined) {
    const bucket = await bucketMeant(call, input);
    return { bucket, version: await versionWithData(call, bucket, input) };
  }
  const found = await call.service.objects.findInBucket(name, keyBytes(key));
  const bucket = asMeant(found?.bucket, name, owner);
  return { bucket, version: present(found?.version, key, undefined, 'GET') };
}

export interface Meant {
  readonly bucket: BucketRow;
  readonly version: VersionWithData;
}

function present<Version extends VersionRow>(
  version: Version | undefined,
  key: string,
  versionId: string | undefined,
  method: string,
): Version {
  if (!version) throw versionId === undefined ? noSuchKey(key) : noSuchVersion(key, versionId);
  if (!version.isMarker) return version;
  throw versionId === undefined
    ? markerIsLatest(key, version.versionId)
    : markerHasNoData(method, new Date(version.modifiedAt), versionId);
}

/** Throws NoSuchUpload. */
export async function uploadMeant(call: S3Call, bucket: BucketRow, key: string, uploadId: string): Promise<UploadRow> {
  const upload = await call.service.uploads.find(bucket.id, keyBytes(key), uploadId);
  if (!upload) throw noSuchUpload(uploadId);
  return upload;
}

/** `{ VersionId }` where the bucket has versions at all. */
export function versionOf(bucket: BucketRow, { versionId }: Pick<VersionRow, 'versionId'>): { VersionId?: string } {
  return bucket.versioning === '' ? {} : { VersionId: versionId };
}

export async function ownershipOf(call: S3Call, bucket: BucketRow): Promise<Ownership> {
  return (await call.service.buckets.configuration<Ownership>(bucket.id, 'ownership')) ?? 'ObjectWriter';
}

/** S3 keeps whole seconds. */
export function nowInSeconds(call: S3Call): number {
  return Math.floor(call.host.clock.now() / 1000) * 1000;
}

/** For members whose `false` is what Hearth does anyway. */
export function refuseTrue(name: string, value: boolean | undefined): void {
  if (value === true) throw notImplemented(name);
}
