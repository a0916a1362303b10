import assert from 'node:assert/strict';
import { test } from 'node:test';
import { awsPolicies, findAwsPolicy } from './aws-managed-policies.ts';
import { checkInlinePolicy } from './identity-policy.ts';

test('every policy of AWS is a valid policy with a unique, stable id', () => {
  const policies = awsPolicies();
  for (const { document } of policies) checkInlinePolicy(JSON.stringify(document));
  assert.equal(new Set(policies.map(({ id }) => id)).size, policies.length);
  assert.equal(findAwsPolicy(policies[0]!.arn)!.id, policies[0]!.id);
});

test('the policies that serverless applications attach are there, by their whole ARN', () => {
  const names = [
    'service-role/AWSLambdaBasicExecutionRole',
    'service-role/AWSLambdaSQSQueueExecutionRole',
    'AWSXRayDaemonWriteAccess',
    'AdministratorAccess',
  ];
  for (const name of names) assert.ok(findAwsPolicy(`arn:aws:iam::aws:policy/${name}`), name);
  assert.equal(findAwsPolicy('arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole'), undefined);
});
