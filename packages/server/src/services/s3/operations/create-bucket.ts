import { maySetSystemTags } from '../../system-tags.ts';
import { bucketAlreadyExists, bucketAlreadyOwned, invalidBucketName } from '../errors.ts';
import { nowInSeconds, refuseTrue } from '../lookup.ts';
import { operation } from '../operation.ts';
import { checkAcl } from '../rules/acls.ts';
import { isBucketName } from '../rules/bucket-names.ts';
import { locationOf } from '../rules/locations.ts';
import { checkTags } from '../rules/tags.ts';

/** As new buckets are since April 2023: ACLs off, public access blocked. */
const ALL_BLOCKED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

export const CreateBucket = operation(
  'CreateBucket',
  async (call, input) => {
    const {
      Bucket: name = '',
      CreateBucketConfiguration: asked,
      ObjectOwnership: ownership = 'BucketOwnerEnforced',
      ObjectLockEnabledForBucket,
    } = input;
    refuseTrue("CreateBucket's ObjectLockEnabledForBucket", ObjectLockEnabledForBucket);
    refuseTrue(
      "CreateBucket's CreateBucketConfiguration.Location (directory buckets)",
      asked?.Location !== undefined || asked?.Bucket !== undefined,
    );
    if (!isBucketName(name)) throw invalidBucketName(name);
    const { region, location } = locationOf(asked?.LocationConstraint, call.region);
    checkAcl(input, ownership, call.account);
    const tagging = checkTags(asked?.Tags ?? [], 'bucket', () => maySetSystemTags(call.principal));
    const bucket = { name, account: call.account, region, location, createdAt: nowInSeconds(call) };
    const configurations = { ownership, publicAccessBlock: ALL_BLOCKED, ...(tagging.length > 0 ? { tagging } : {}) };
    if (!(await call.service.buckets.create(bucket, configurations))) await checkAgain();
    return {
      Location: region === 'us-east-1' ? `/${name}` : `${call.host.endpoint()}/${name}`,
      BucketArn: `arn:aws:s3:::${name}`,
    };

    /** In us-east-1 creating one's own bucket again succeeds (S3 API reference, CreateBucket). */
    async function checkAgain(): Promise<void> {
      const existing = await call.service.buckets.find(name);
      if (existing?.account !== call.account) throw bucketAlreadyExists(name);
      if (call.region !== 'us-east-1' || existing.region !== 'us-east-1') throw bucketAlreadyOwned(name);
    }
  },
  { refuses: ['BucketNamespace'] },
);
