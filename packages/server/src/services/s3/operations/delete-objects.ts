import type { _Error as Failure, DeletedObject, ObjectIdentifier } from '@aws-sdk/client-s3';
import { AwsError } from '../../../kernel/errors.ts';
import { malformedXml } from '../errors.ts';
import { bucketMeant, refuseTrue, type S3Call } from '../lookup.ts';
import { deleteOne } from '../objects/delete.ts';
import { operation } from '../operation.ts';
import { MAX_PAGE } from '../rules/limits.ts';
import type { BucketRow } from '../store/tables.ts';

export const DeleteObjects = operation(
  'DeleteObjects',
  async (call, input) => {
    const { Delete, BypassGovernanceRetention } = input;
    refuseTrue("DeleteObjects' BypassGovernanceRetention", BypassGovernanceRetention);
    const bucket = await bucketMeant(call, input);
    const objects = Delete?.Objects ?? [];
    if (objects.length === 0 || objects.length > MAX_PAGE) throw malformedXml();
    const results = await Promise.all(objects.map((object) => deleteListed(call, bucket, object)));
    const Errors = results.flatMap(({ failed }) => failed ?? []);
    const Deleted = results.flatMap(({ deleted }) => deleted ?? []);
    return { ...(Delete?.Quiet ? {} : { Deleted }), Errors };
  },
  { refuses: ['MFA'] },
);

interface Result {
  readonly deleted?: DeletedObject;
  readonly failed?: Failure;
}

async function deleteListed(
  call: S3Call,
  bucket: BucketRow,
  { Key, VersionId, ETag: etag, LastModifiedTime: modifiedAt, Size: size }: ObjectIdentifier,
): Promise<Result> {
  const named = { Key, ...(VersionId === undefined ? {} : { VersionId }) };
  try {
    const { marker, versionId } = await deleteOne(call, bucket, { Key, VersionId, etag, modifiedAt, size });
    return { deleted: { ...named, ...(marker ? { DeleteMarker: true, DeleteMarkerVersionId: versionId } : {}) } };
  } catch (error) {
    // Each object succeeds or fails on its own; what is no error of S3's is a bug.
    if (!(error instanceof AwsError)) throw error;
    return { failed: { ...named, Code: error.code, Message: error.message } };
  }
}
