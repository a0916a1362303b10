import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetAccessKeyLastUsedCommand,
  GetRoleCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { startTestPlatform } from '../testing/test-platform.ts';

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '000000000000' }, Action: 'sts:AssumeRole' }],
});

test('GetAccessKeyLastUsed and RoleLastUsed tell of requests that were signed by a key and by a session of a role', async () => {
  await using platform = await startTestPlatform();
  const iam = new IAMClient(platform.client);
  const region = 'eu-west-1';
  const listBuckets = (accessKeyId: string, secretAccessKey: string, sessionToken?: string) => {
    const credentials = { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
    return new S3Client({ ...platform.client, region, credentials }).send(new ListBucketsCommand({}));
  };

  await iam.send(new CreateUserCommand({ UserName: 'ann' }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ann' }));
  await listBuckets(AccessKey!.AccessKeyId!, AccessKey!.SecretAccessKey!);
  const { AccessKeyLastUsed } = await iam.send(
    new GetAccessKeyLastUsedCommand({ AccessKeyId: AccessKey!.AccessKeyId }),
  );
  assert.deepEqual([AccessKeyLastUsed?.ServiceName, AccessKeyLastUsed?.Region], ['s3', region]);

  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'reader', AssumeRolePolicyDocument: TRUST }));
  const { Credentials } = await new STSClient(platform.client).send(
    new AssumeRoleCommand({ RoleArn: Role!.Arn, RoleSessionName: 'me' }),
  );
  await listBuckets(Credentials!.AccessKeyId!, Credentials!.SecretAccessKey!, Credentials!.SessionToken);
  const used = await iam.send(new GetRoleCommand({ RoleName: 'reader' }));
  assert.equal(used.Role?.RoleLastUsed?.Region, region);
});
