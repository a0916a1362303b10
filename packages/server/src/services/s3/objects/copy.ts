import { accessDenied } from '../errors.ts';
import { bucketMeant, type S3Call, versionWithData } from '../lookup.ts';
import { checkCopySource, type ReadConditions } from '../rules/conditions.ts';
import { parseCopySource } from '../rules/copy-source.ts';
import type { ByteRange } from '../rules/ranges.ts';
import type { Algorithm } from '../rules/checksums.ts';
import type { BucketRow, VersionWithData } from '../store/tables.ts';
import { type Incoming, type Received, receive, type ReceivedObject, receiveObject } from './incoming.ts';
import { openData } from './outgoing.ts';

export interface CopyInput {
  readonly CopySource: string | undefined;
  readonly CopySourceIfMatch?: string | undefined;
  readonly CopySourceIfNoneMatch?: string | undefined;
  readonly CopySourceIfModifiedSince?: Date | undefined;
  readonly CopySourceIfUnmodifiedSince?: Date | undefined;
  readonly ExpectedSourceBucketOwner?: string | undefined;
}

export interface Source {
  readonly bucket: BucketRow;
  readonly version: VersionWithData;
}

/** The version to copy. Throws NoSuchBucket, NoSuchKey, PreconditionFailed … */
export async function copySource(call: S3Call, input: CopyInput): Promise<Source> {
  const { bucket: Bucket, key: Key, versionId: VersionId } = parseCopySource(input.CopySource ?? '');
  const bucket = await bucketMeant(call, { Bucket });
  if (input.ExpectedSourceBucketOwner !== undefined && input.ExpectedSourceBucketOwner !== bucket.account)
    throw accessDenied();
  const version = await versionWithData(call, bucket, { Key, VersionId });
  const conditions: ReadConditions = {
    IfMatch: input.CopySourceIfMatch,
    IfNoneMatch: input.CopySourceIfNoneMatch,
    IfModifiedSince: input.CopySourceIfModifiedSince,
    IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
  };
  checkCopySource(conditions, version);
  return { bucket, version };
}

/** Copies the bytes of an object that is in parts, is small, or is to have another checksum. Null when they are gone. */
export async function copyObjectBytes(
  call: S3Call,
  version: VersionWithData,
  algorithm: Algorithm,
): Promise<ReceivedObject | null> {
  const incoming = await bytesToCopy(call, version, null, algorithm);
  return incoming && receiveObject(call, incoming);
}

/** Copies the bytes of a part, all of the source or a range. Null when they are gone. */
export async function copyPartBytes(
  call: S3Call,
  version: VersionWithData,
  range: ByteRange | null,
  algorithm: Algorithm,
): Promise<Received | null> {
  const incoming = await bytesToCopy(call, version, range, algorithm);
  return incoming && receive(call, incoming, algorithm);
}

async function bytesToCopy(
  call: S3Call,
  version: VersionWithData,
  range: ByteRange | null,
  algorithm: Algorithm,
): Promise<Incoming | null> {
  const data = await openData(call, version, range);
  if (!data) return null;
  const length = range ? range.end - range.start + 1 : version.size;
  return { Body: data, ContentLength: length, ChecksumAlgorithm: algorithm };
}
