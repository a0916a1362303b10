import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CreateAccessKeyCommand, CreateRoleCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  type Credentials,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { startTestPlatform, type TestPlatform } from '../../testing/test-platform.ts';

const ACCOUNT = '111111111111';
let platform: TestPlatform;
let ada: { readonly client: STSClient; readonly arn: string; readonly userId: string };

before(async () => {
  platform = await startTestPlatform();
  const { User } = await iam().send(new CreateUserCommand({ UserName: 'ada', Path: '/people/' }));
  const { AccessKey } = await iam().send(new CreateAccessKeyCommand({ UserName: 'ada' }));
  ada = { client: sts(AccessKey), arn: User!.Arn!, userId: User!.UserId! };
  await createRole('reader', { AWS: ada.arn });
  await createRole('for-lambda', { Service: 'lambda.amazonaws.com' });
});

after(() => platform[Symbol.asyncDispose]());

function iam(): IAMClient {
  return new IAMClient(platform.clientFor(ACCOUNT));
}

/** Without credentials that Hearth issued: nobody in particular, in our account. */
function sts(issued?: Partial<Credentials>): STSClient {
  if (!issued) return new STSClient(platform.clientFor(ACCOUNT));
  const { AccessKeyId, SecretAccessKey, SessionToken } = issued;
  const credentials = { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey! };
  return new STSClient({
    ...platform.client,
    credentials: SessionToken ? { ...credentials, sessionToken: SessionToken } : credentials,
  });
}

async function createRole(
  name: string,
  principal: object,
  more: { path?: string; condition?: object; seconds?: number } = {},
) {
  const statement = { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', Condition: more.condition };
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const input = {
    RoleName: name,
    Path: more.path,
    MaxSessionDuration: more.seconds,
    AssumeRolePolicyDocument: document,
  };
  return (await iam().send(new CreateRoleCommand(input))).Role!;
}

function assume(client: STSClient, name: string, more: Partial<AssumeRoleCommandInput> = {}) {
  return client.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/${name}`, RoleSessionName: 'run', ...more }),
  );
}

async function sessionOf(role: string): Promise<STSClient> {
  return sts((await assume(sts(), role)).Credentials);
}

test('an unsigned caller is the root of the account that it names', async () => {
  const { UserId, Account, Arn } = await sts().send(new GetCallerIdentityCommand({}));
  assert.deepEqual(
    { UserId, Account, Arn },
    { UserId: ACCOUNT, Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:root` },
  );
});

test('a user and a session are told who they are', async () => {
  const user = await ada.client.send(new GetCallerIdentityCommand({}));
  assert.deepEqual([user.Arn, user.UserId], [`arn:aws:iam::${ACCOUNT}:user/people/ada`, ada.userId]);
  const session = await (await sessionOf('reader')).send(new GetCallerIdentityCommand({}));
  assert.equal(session.Arn, `arn:aws:sts::${ACCOUNT}:assumed-role/reader/run`);
  assert.match(session.UserId!, /^AROA[A-Z2-7]{17}:run$/);
});

test('assuming a role gives credentials for as long as was asked', async () => {
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }],
  });
  const startedAt = Date.now();
  const { Credentials, AssumedRoleUser } = await assume(sts(), 'reader', {
    Policy: policy,
    DurationSeconds: 900,
    Tags: [{ Key: 'team', Value: 'a' }],
  });
  assert.match(Credentials!.AccessKeyId!, /^ASIA[A-Z2-7]{16}$/);
  assert.equal((await sts(Credentials).send(new GetCallerIdentityCommand({}))).UserId, AssumedRoleUser!.AssumedRoleId);
  const lifetime = Credentials!.Expiration!.getTime() - startedAt;
  assert.ok(lifetime > 898_000 && lifetime <= 960_000, `lives ${lifetime} ms`);
});

test('credentials with a changed secret or token are refused', async () => {
  const { Credentials } = await assume(sts(), 'reader');
  const identify = (change: Partial<Credentials>) =>
    sts({ ...Credentials, ...change }).send(new GetCallerIdentityCommand({}));
  await assert.rejects(identify({ SecretAccessKey: 'x'.repeat(40) }), { name: 'SignatureDoesNotMatch' });
});

test('a role that does not exist is refused as one that may not be assumed', async () => {
  const error = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } };
  const message = `User: ${ada.arn} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${ACCOUNT}:role/none`;
  await assert.rejects(assume(ada.client, 'none'), (thrown: Error & typeof error) => {
    assert.deepEqual([thrown.name, thrown.message, thrown.$metadata.httpStatusCode], [error.name, message, 403]);
    return true;
  });
  await assert.rejects(assume(sts(), 'reader', { RoleArn: `arn:aws:iam::${ACCOUNT}:role/wrong/path/reader` }), {
    name: 'AccessDenied',
  });
});

test('an ARN that is no role is a validation error', async () => {
  await assert.rejects(assume(sts(), '', { RoleArn: 'arn:aws:iam::1:user/not-a-role' }), {
    name: 'ValidationError',
    message: 'arn:aws:iam::1:user/not-a-role is invalid',
  });
});

test('the trust policy decides which identity may assume a role', async () => {
  await assume(ada.client, 'reader');
  await assert.rejects(assume(ada.client, 'for-lambda'), { name: 'AccessDenied' });
});

test("root's own session may assume no role", async () => {
  const { Credentials } = await sts().send(new GetSessionTokenCommand({}));
  await assert.rejects(assume(sts(Credentials), 'reader'), { message: 'Roles may not be assumed by root accounts.' });
});

test('an external id must be the one that the trust policy asks for', async () => {
  await createRole('guarded', { AWS: ACCOUNT }, { condition: { StringEquals: { 'sts:ExternalId': 'open-sesame' } } });
  await assume(ada.client, 'guarded', { ExternalId: 'open-sesame' });
  await assert.rejects(assume(ada.client, 'guarded', { ExternalId: 'guess' }), { name: 'AccessDenied' });
  await assert.rejects(assume(ada.client, 'guarded'), { name: 'AccessDenied' });
});

test('tags need sts:TagSession and differ in more than case', async () => {
  const tags = [{ Key: 'team', Value: 'a' }];
  await assert.rejects(
    assume(ada.client, 'reader', { Tags: tags }),
    /is not authorized to perform: sts:TagSession on resource/,
  );
  await assert.rejects(assume(sts(), 'reader', { Tags: [...tags, { Key: 'TEAM', Value: 'b' }] }), {
    name: 'InvalidParameterValue',
    message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
  });
});

test('a session lasts at most as long as the role allows, and one hour when chained', async () => {
  await assert.rejects(assume(ada.client, 'reader', { DurationSeconds: 3601 }), {
    name: 'ValidationError',
    message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
  });
  await createRole('long', { AWS: ACCOUNT }, { seconds: 43_200, path: '/team/' });
  const long = { RoleArn: `arn:aws:iam::${ACCOUNT}:role/team/long`, DurationSeconds: 43_200 };
  await assume(ada.client, 'long', long);
  const client = await sessionOf('reader');
  await assert.rejects(assume(client, 'long', long), {
    message: 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
  });
  await assume(client, 'long', { ...long, DurationSeconds: 3600 });
});

test("the condition key aws:PrincipalArn of a session is its role's ARN with the path", async () => {
  const from = await createRole('starter', { AWS: ACCOUNT }, { path: '/deep/path/' });
  const condition = { ArnEquals: { 'aws:PrincipalArn': from.Arn } };
  await createRole('second', { AWS: ACCOUNT }, { condition });
  const { Credentials } = await assume(sts(), '', { RoleArn: from.Arn });
  await assume(sts(Credentials), 'second');
  await assert.rejects(assume(ada.client, 'second'), { name: 'AccessDenied' });
});

test('a role of another account is found there', async () => {
  const elsewhere = new STSClient(platform.clientFor('222222222222', 'eu-west-1'));
  const { AssumedRoleUser } = await assume(elsewhere, 'reader');
  assert.equal(AssumedRoleUser!.Arn, `arn:aws:sts::${ACCOUNT}:assumed-role/reader/run`);
});

test('a user gets a session token for itself, a session does not', async () => {
  const { Credentials } = await ada.client.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
  const { Arn, UserId } = await sts(Credentials).send(new GetCallerIdentityCommand({}));
  assert.deepEqual([Arn, UserId], [ada.arn, ada.userId]);
  const client = await sessionOf('reader');
  await assert.rejects(client.send(new GetSessionTokenCommand({})), {
    name: 'AccessDenied',
    message: 'Cannot call GetSessionToken with session credentials',
  });
});

test('a federated user has a name of its own in the account', async () => {
  const { FederatedUser } = await ada.client.send(new GetFederationTokenCommand({ Name: 'visitor' }));
  assert.deepEqual(FederatedUser, {
    FederatedUserId: `${ACCOUNT}:visitor`,
    Arn: `arn:aws:sts::${ACCOUNT}:federated-user/visitor`,
  });
});

test('an access key tells its account', async () => {
  const { Credentials } = await assume(sts(), 'reader');
  const { Account } = await sts().send(new GetAccessKeyInfoCommand({ AccessKeyId: Credentials!.AccessKeyId }));
  assert.equal(Account, ACCOUNT);
  await assert.rejects(sts().send(new GetAccessKeyInfoCommand({ AccessKeyId: 'not-an-access-key' })), {
    name: 'ValidationError',
  });
});

test('session policies are checked, and what Hearth does not honour is refused by name', async () => {
  await assert.rejects(assume(sts(), 'reader', { Policy: '{"Statement": 1}' }), {
    name: 'MalformedPolicyDocumentException',
  });
  await assert.rejects(assume(sts(), 'reader', { SourceIdentity: 'ada' }), {
    message: "Hearth does not implement AssumeRole's SourceIdentity yet.",
  });
});

test('a session name that is no name is refused with the constraint that it breaks', async () => {
  await assert.rejects(
    assume(sts(), 'reader', { RoleSessionName: 'has space' }),
    /^ValidationError: 1 validation error detected: .*roleSessionName/,
  );
});
