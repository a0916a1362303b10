import type { Value } from '../rules/values.ts';
import { unlessAbsent } from './mapping/absence.ts';
import { documentText } from './mapping/documents.ts';
import { defineResourceType, type ResourceContext } from './mapping/resource-type.ts';
import { json, text } from './mapping/schema.ts';

interface BucketPolicy {
  readonly Bucket: string;
  readonly PolicyDocument: Value;
}

export const bucketPolicy = defineResourceType<BucketPolicy>({
  name: 'AWS::S3::BucketPolicy',
  properties: { Bucket: text, PolicyDocument: json },
  required: ['Bucket', 'PolicyDocument'],
  replacedBy: ['Bucket'],
  attributes: [],
  async find({ aws }, { Bucket, PolicyDocument }) {
    const found = await unlessAbsent(() => aws.s3.GetBucketPolicy({ Bucket }));
    return found?.Policy === documentText(PolicyDocument) ? Bucket : null;
  },
  create: put,
  update: (context, _, next) => put(context, next),
  async delete(context, { physicalId }) {
    await unlessAbsent(() => context.aws.s3.DeleteBucketPolicy({ Bucket: physicalId }));
  },
});

async function put({ aws }: ResourceContext, { Bucket, PolicyDocument }: BucketPolicy) {
  await aws.s3.PutBucketPolicy({ Bucket, Policy: documentText(PolicyDocument) });
  return { physicalId: Bucket, attributes: {} };
}
