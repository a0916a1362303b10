import { bucketMeant, refuseTrue } from '../lookup.ts';
import { deleteOne } from '../objects/delete.ts';
import { operation } from '../operation.ts';

export const DeleteObject = operation(
  'DeleteObject',
  async (call, input) => {
    const {
      Key,
      VersionId,
      IfMatch: etag,
      IfMatchLastModifiedTime: modifiedAt,
      IfMatchSize: size,
      BypassGovernanceRetention,
    } = input;
    refuseTrue("DeleteObject's BypassGovernanceRetention", BypassGovernanceRetention);
    const bucket = await bucketMeant(call, input);
    const { marker, versionId } = await deleteOne(call, bucket, { Key, VersionId, etag, modifiedAt, size });
    return { ...(marker ? { DeleteMarker: true } : {}), ...(versionId === undefined ? {} : { VersionId: versionId }) };
  },
  { refuses: ['MFA'] },
);
