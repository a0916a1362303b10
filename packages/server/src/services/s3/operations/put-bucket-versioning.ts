import { malformedXml } from '../errors.ts';
import { bucketMeant, refuseTrue } from '../lookup.ts';
import { operation } from '../operation.ts';

export const PutBucketVersioning = operation(
  'PutBucketVersioning',
  async (call, input) => {
    const bucket = await bucketMeant(call, input);
    const { Status, MFADelete } = input.VersioningConfiguration ?? {};
    refuseTrue('S3 MFA delete', MFADelete === 'Enabled');
    if (Status !== 'Enabled' && Status !== 'Suspended') throw malformedXml();
    await call.service.buckets.setVersioning(bucket.id, Status);
    return {};
  },
  { refuses: ['MFA'] },
);
