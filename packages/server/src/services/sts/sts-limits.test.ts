import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { IAM } from '@aws-sdk/client-iam';
import { type AssumeRoleCommandInput, STS, type Tag } from '@aws-sdk/client-sts';
import { startTestPlatform, type TestPlatform } from '../../testing/test-platform.ts';

let platform: TestPlatform;
let sts: STS;
let RoleArn: string;

before(async () => {
  platform = await startTestPlatform();
  sts = new STS(platform.client);
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: ['sts:AssumeRole', 'sts:TagSession'] }],
  };
  const { Role } = await new IAM(platform.client).createRole({
    RoleName: 'limited',
    MaxSessionDuration: 43_200,
    AssumeRolePolicyDocument: JSON.stringify(trust),
  });
  RoleArn = Role!.Arn!;
});

after(() => platform[Symbol.asyncDispose]());

const assume = (input: Partial<AssumeRoleCommandInput>) =>
  sts.assumeRole({ RoleArn, RoleSessionName: 'run', ...input });

/** The seconds that credentials live, to the minute. */
function minutes(expiration: Date | undefined): number {
  return Math.round((expiration!.getTime() - Date.now()) / 60_000);
}

function breaks(member: string, rule: string) {
  return (error: Error & { $metadata: { httpStatusCode?: number } }) => {
    assert.deepEqual([error.name, error.$metadata.httpStatusCode], ['ValidationError', 400]);
    assert.ok(error.message.startsWith('1 validation error detected: '), error.message);
    assert.ok(error.message.includes(`at '${member}' failed to satisfy constraint: ${rule}`), error.message);
    return true;
  };
}

test('AssumeRole’s RoleSessionName has 2 to 64 characters of [\\w+=,.@-]', async () => {
  for (const RoleSessionName of ['xy', 'x'.repeat(64), 'a+=,.@-_9']) await assume({ RoleSessionName });
  const length = (bound: string) => breaks('roleSessionName', `Member must have length ${bound}`);
  await assert.rejects(assume({ RoleSessionName: 'x' }), length('greater than or equal to 2'));
  await assert.rejects(assume({ RoleSessionName: 'x'.repeat(65) }), length('less than or equal to 64'));
  await assert.rejects(
    assume({ RoleSessionName: 'a/b' }),
    breaks('roleSessionName', 'Member must satisfy regular expression pattern: [\\w+=,.@-]*'),
  );
});

test('AssumeRole’s DurationSeconds is 900 to 43,200, and 3,600 when it is left out', async () => {
  assert.equal(minutes((await assume({})).Credentials!.Expiration), 60);
  assert.equal(minutes((await assume({ DurationSeconds: 900 })).Credentials!.Expiration), 15);
  assert.equal(minutes((await assume({ DurationSeconds: 43_200 })).Credentials!.Expiration), 720);
  const value = (bound: string) => breaks('durationSeconds', `Member must have value ${bound}`);
  await assert.rejects(assume({ DurationSeconds: 899 }), value('greater than or equal to 900'));
  await assert.rejects(assume({ DurationSeconds: 43_201 }), value('less than or equal to 43200'));
});

test('a session has 50 tags at most', async () => {
  const tags = (count: number): Tag[] => Array.from({ length: count }, (_, at) => ({ Key: `k${at}`, Value: '' }));
  await assume({ Tags: tags(50) });
  await assert.rejects(assume({ Tags: tags(51) }), breaks('tags', 'Member must have length less than or equal to 50'));
});

test('GetSessionToken’s DurationSeconds is 900 to 129,600', async () => {
  await sts.getSessionToken({ DurationSeconds: 129_600 });
  const value = (bound: string) => breaks('durationSeconds', `Member must have value ${bound}`);
  await assert.rejects(sts.getSessionToken({ DurationSeconds: 899 }), value('greater than or equal to 900'));
  await assert.rejects(sts.getSessionToken({ DurationSeconds: 129_601 }), value('less than or equal to 129600'));
});
