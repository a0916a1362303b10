import { preconditionFailed } from '../errors.ts';
import type { S3Call } from '../lookup.ts';
import { unquoted } from '../rules/etags.ts';
import { keyBytes } from '../rules/keys.ts';
import { checkVersionId } from '../rules/version-ids.ts';
import type { Deleted } from '../store/objects.ts';
import type { BucketRow } from '../store/tables.ts';
import type { Guard } from '../store/versions.ts';
import { markerOf } from './put.ts';

/** One object to delete, and what it must be for that. */
export interface Doomed {
  readonly Key: string | undefined;
  readonly VersionId?: string | undefined;
  readonly etag?: string | undefined;
  readonly modifiedAt?: Date | undefined;
  readonly size?: number | undefined;
}

/** Deleting what is not there succeeds, unless conditions are given. */
export async function deleteOne(call: S3Call, bucket: BucketRow, doomed: Doomed): Promise<Deleted> {
  const key = keyBytes(doomed.Key ?? '');
  const versionId = doomed.VersionId === undefined ? undefined : checkVersionId(doomed.VersionId);
  return call.service.objects.delete(bucket, key, versionId, markerOf(call, key, bucket.account), guardOf(doomed));
}

/** On a key without object `If-Match` fails as on another one's (S3 user guide, "How to perform conditional deletes"). */
function guardOf({ etag, modifiedAt, size }: Doomed): Guard {
  return (current) => {
    if (etag !== undefined && !(current && (etag.trim() === '*' || unquoted(etag) === current.etag)))
      return preconditionFailed('If-Match');
    if (modifiedAt !== undefined && current?.modifiedAt !== modifiedAt.getTime())
      return preconditionFailed('x-amz-if-match-last-modified-time');
    if (size !== undefined && current?.size !== size) return preconditionFailed('x-amz-if-match-size');
    return null;
  };
}
