import { accessDenied } from '../errors.ts';
import { bucketMeant, type S3Call, versionMeant } from '../lookup.ts';
import { checkCopySource, type ReadConditions } from '../rules/conditions.ts';
import { parseCopySource } from '../rules/copy-source.ts';
import type { ByteRange } from '../rules/ranges.ts';
import type { Algorithm } from '../rules/checksums.ts';
import type { BucketRow, VersionRow } from '../store/tables.ts';
import { type Received, receive } from './incoming.ts';
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
  readonly version: VersionRow;
}

/** The version to copy. Throws NoSuchBucket, NoSuchKey, PreconditionFailed … */
export async function copySource(call: S3Call, input: CopyInput): Promise<Source> {
  const { bucket: Bucket, key: Key, versionId: VersionId } = parseCopySource(input.CopySource ?? '');
  const bucket = await bucketMeant(call, { Bucket });
  if (input.ExpectedSourceBucketOwner !== undefined && input.ExpectedSourceBucketOwner !== bucket.account)
    throw accessDenied();
  const version = await versionMeant(call, bucket, { Key, VersionId });
  const conditions: ReadConditions = {
    IfMatch: input.CopySourceIfMatch,
    IfNoneMatch: input.CopySourceIfNoneMatch,
    IfModifiedSince: input.CopySourceIfModifiedSince,
    IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
  };
  checkCopySource(conditions, version);
  return { bucket, version };
}

/** Copies bytes into a blob of their own: what is in parts, a range, or wants another checksum. Null when they are gone. */
export async function copyBytes(
  call: S3Call,
  version: VersionRow,
  range: ByteRange | null,
  algorithm: Algorithm,
): Promise<Received | null> {
  const data = await openData(call, version, range);
  if (!data) return null;
  return receive(call, {
    Body: data,
    ContentLength: range ? range.end - range.start + 1 : version.size,
    ChecksumAlgorithm: algorithm,
  });
}
