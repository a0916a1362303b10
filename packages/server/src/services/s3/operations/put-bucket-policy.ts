import type { PublicAccessBlockConfiguration } from '@aws-sdk/client-s3';
import { accessDenied } from '../errors.ts';
import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';
import { isPublic, parsePolicy } from '../rules/public-policies.ts';

/**
 * `ConfirmRemoveSelfBucketAccess` confirms that the caller may lock itself out; policies are kept and shown, and will
 * decide once identities are evaluated, so nobody is locked out by one today.
 */
export const PutBucketPolicy = operation('PutBucketPolicy', async (call, input) => {
  const { id, name } = await bucketMeant(call, input);
  const { Policy = '' } = input;
  const statements = parsePolicy(Policy);
  const block = await call.service.buckets.configuration<PublicAccessBlockConfiguration>(id, 'publicAccessBlock');
  if (block?.BlockPublicPolicy && isPublic(statements)) {
    throw accessDenied(
      `User: anonymous is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${name}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
    );
  }
  await call.service.buckets.configure(id, 'policy', Policy);
  return {};
});
