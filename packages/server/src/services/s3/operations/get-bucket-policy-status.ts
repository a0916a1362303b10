import { notConfigured } from '../errors.ts';
import { bucketMeant } from '../lookup.ts';
import { operation } from '../operation.ts';
import { isPublic, parsePolicy } from '../rules/public-policies.ts';

export const GetBucketPolicyStatus = operation('GetBucketPolicyStatus', async (call, input) => {
  const { id, name } = await bucketMeant(call, input);
  const policy = await call.service.buckets.configuration<string>(id, 'policy');
  if (policy === null) throw notConfigured('NoSuchBucketPolicy', name);
  return { PolicyStatus: { IsPublic: isPublic(parsePolicy(policy)) } };
});
