import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as Iam from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { DrivenClock } from '../../kernel/driven-clock.ts';
import { startTestPlatform, type TestPlatform } from '../../testing/test-platform.ts';
import type { Identities } from './identities.ts';

const ACCOUNT = '111111111111';
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const INLINE = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }],
});
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' },
});

/** `databaseUrl`: a fresh database, or none for the embedded one. */
export function usersContract(databaseUrl: () => Promise<string | undefined>): void {
  describe('users, groups and keys', () => {
    const clock = new DrivenClock();
    let platform: TestPlatform;
    let iam: Iam.IAMClient;
    let identities: Identities;

    before(async () => {
      platform = await startTestPlatform({ clock, databaseUrl: await databaseUrl() });
      iam = new Iam.IAMClient(platform.clientFor(ACCOUNT));
      identities = (await platform.platform.service('iam')) as Identities;
    });

    after(() => platform[Symbol.asyncDispose]());

    async function createUser(UserName: string, more: Partial<Iam.CreateUserCommandInput> = {}): Promise<Iam.User> {
      return (await iam.send(new Iam.CreateUserCommand({ UserName, ...more }))).User!;
    }

    async function createKey(UserName: string): Promise<Iam.AccessKey> {
      return (await iam.send(new Iam.CreateAccessKeyCommand({ UserName }))).AccessKey!;
    }

    function clientWith(accessKeyId: string, secretAccessKey: string, sessionToken?: string): Iam.IAMClient {
      const credentials = { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
      return new Iam.IAMClient({ ...platform.client, credentials });
    }

    test('a user is created, read, renamed, and keeps its id, policies and keys', async () => {
      const user = await createUser('ada', { Path: '/people/', Tags: [{ Key: 'team', Value: 'a' }] });
      assert.match(user.UserId!, /^AIDA[A-Z2-7]{17}$/);
      await iam.send(new Iam.AttachUserPolicyCommand({ UserName: 'ada', PolicyArn: READ_ONLY }));
      const key = await createKey('ada');
      await iam.send(new Iam.UpdateUserCommand({ UserName: 'ada', NewUserName: 'lovelace', NewPath: '/famous/' }));
      const { User } = await iam.send(new Iam.GetUserCommand({ UserName: 'lovelace' }));
      assert.deepEqual(
        [User!.UserId, User!.Arn, User!.Tags],
        [user.UserId, `arn:aws:iam::${ACCOUNT}:user/famous/lovelace`, [{ Key: 'team', Value: 'a' }]],
      );
      assert.equal((await identities.findAccessKey(key.AccessKeyId!))!.userArn, User!.Arn);
      assert.deepEqual(
        (await identities.identityPolicies(User!.Arn!)).map(({ name }) => name),
        ['ReadOnlyAccess'],
      );
      await createUser('ada');
      await assert.rejects(iam.send(new Iam.UpdateUserCommand({ UserName: 'ada', NewUserName: 'LOVELACE' })), {
        name: 'EntityAlreadyExistsException',
        message: 'User with name LOVELACE already exists.',
      });
    });

    test('a caller without a name asks about itself', async () => {
      const { User: root } = await iam.send(new Iam.GetUserCommand({}));
      assert.deepEqual([root!.UserId, root!.Arn], [ACCOUNT, `arn:aws:iam::${ACCOUNT}:root`]);
      await createUser('grace', { Path: '/navy/' });
      const key = await createKey('grace');
      const { User } = await clientWith(key.AccessKeyId!, key.SecretAccessKey!).send(new Iam.GetUserCommand({}));
      assert.equal(User!.UserName, 'grace');
    });

    test('a session, which is no user, must say whom it means', async () => {
      const { Role } = await iam.send(
        new Iam.CreateRoleCommand({ RoleName: 'actor', AssumeRolePolicyDocument: TRUST }),
      );
      const sts = new STSClient(platform.clientFor(ACCOUNT));
      const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: Role!.Arn, RoleSessionName: 'run' }));
      const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials!;
      await assert.rejects(clientWith(AccessKeyId!, SecretAccessKey!, SessionToken).send(new Iam.GetUserCommand({})), {
        name: 'ValidationError',
        message: 'Must specify userName when calling with non-User credentials',
      });
    });

    test('an access key shows its secret once; the gateway finds the user behind it', async () => {
      const user = await createUser('keyed');
      const key = await createKey('keyed');
      assert.match(key.AccessKeyId!, /^AKIA[A-Z2-7]{16}$/);
      assert.equal(key.SecretAccessKey!.length, 40);
      assert.deepEqual(await identities.findAccessKey(key.AccessKeyId!), {
        account: ACCOUNT,
        userArn: user.Arn,
        userId: user.UserId,
        userName: 'keyed',
        secretAccessKey: key.SecretAccessKey,
        active: true,
      });
      const { AccessKeyMetadata } = await iam.send(new Iam.ListAccessKeysCommand({ UserName: 'keyed' }));
      assert.deepEqual(AccessKeyMetadata, [
        { UserName: 'keyed', AccessKeyId: key.AccessKeyId, Status: 'Active', CreateDate: new Date(clock.now()) },
      ]);
      await iam.send(
        new Iam.UpdateAccessKeyCommand({ UserName: 'keyed', AccessKeyId: key.AccessKeyId, Status: 'Inactive' }),
      );
      assert.equal((await identities.findAccessKey(key.AccessKeyId!))!.active, false);
      await iam.send(new Iam.DeleteAccessKeyCommand({ UserName: 'keyed', AccessKeyId: key.AccessKeyId }));
      assert.equal(await identities.findAccessKey(key.AccessKeyId!), null);
    });

    test('a user has two keys at most, and no one deletes the keys of another', async () => {
      await createUser('two');
      await createUser('other');
      const key = await createKey('two');
      await createKey('two');
      await assert.rejects(createKey('two'), {
        name: 'LimitExceededException',
        message: 'Cannot exceed quota for AccessKeysPerUser: 2',
      });
      await assert.rejects(
        iam.send(new Iam.DeleteAccessKeyCommand({ UserName: 'other', AccessKeyId: key.AccessKeyId })),
        {
          name: 'NoSuchEntityException',
          message: `The Access Key with id ${key.AccessKeyId} cannot be found.`,
        },
      );
    });

    test('the last use of a key and of a role is kept, to the minute', async () => {
      await createUser('used');
      const { AccessKeyId } = await createKey('used');
      const lastUse = async () =>
        (await iam.send(new Iam.GetAccessKeyLastUsedCommand({ AccessKeyId }))).AccessKeyLastUsed!;
      assert.deepEqual(await lastUse(), { ServiceName: 'N/A', Region: 'N/A' });
      await identities.recordKeyUse(AccessKeyId!, { service: 's3', region: 'eu-west-1' });
      await identities.recordKeyUse(AccessKeyId!, { service: 'sqs', region: 'eu-west-1' });
      assert.deepEqual(await lastUse(), {
        LastUsedDate: new Date(clock.now()),
        ServiceName: 's3',
        Region: 'eu-west-1',
      });
      await clock.advance(60_000);
      await identities.recordKeyUse(AccessKeyId!, { service: 'sqs', region: 'eu-west-1' });
      assert.equal((await lastUse()).ServiceName, 'sqs');

      const { Role } = await iam.send(
        new Iam.CreateRoleCommand({ RoleName: 'used', Path: '/p/', AssumeRolePolicyDocument: TRUST }),
      );
      await identities.recordRoleUse(Role!.Arn!, 'eu-west-1');
      const { RoleLastUsed } = (await iam.send(new Iam.GetRoleCommand({ RoleName: 'used' }))).Role!;
      assert.deepEqual(RoleLastUsed, { LastUsedDate: new Date(clock.now()), Region: 'eu-west-1' });
    });

    test('groups give their users their policies', async () => {
      const user = await createUser('member');
      await iam.send(new Iam.CreateGroupCommand({ GroupName: 'crew', Path: '/ship/' }));
      await iam.send(new Iam.PutGroupPolicyCommand({ GroupName: 'crew', PolicyName: 'logs', PolicyDocument: INLINE }));
      await iam.send(new Iam.AttachGroupPolicyCommand({ GroupName: 'crew', PolicyArn: READ_ONLY }));
      await iam.send(new Iam.AddUserToGroupCommand({ GroupName: 'crew', UserName: 'member' }));
      const { Group, Users } = await iam.send(new Iam.GetGroupCommand({ GroupName: 'crew' }));
      assert.match(Group!.GroupId!, /^AGPA/);
      assert.deepEqual(
        Users!.map(({ UserName }) => UserName),
        ['member'],
      );
      const { Groups } = await iam.send(new Iam.ListGroupsForUserCommand({ UserName: 'member' }));
      assert.deepEqual(
        Groups!.map(({ Arn }) => Arn),
        [`arn:aws:iam::${ACCOUNT}:group/ship/crew`],
      );
      const policies = await identities.identityPolicies(user.Arn!);
      assert.deepEqual(
        policies.map(({ name, arn }) => [name, arn]),
        [
          ['logs', undefined],
          ['ReadOnlyAccess', READ_ONLY],
        ],
      );
      assert.equal(policies[0]!.document, INLINE);

      const conflict = {
        name: 'DeleteConflictException',
        message: 'Cannot delete entity, must remove users from group first.',
      };
      await assert.rejects(iam.send(new Iam.DeleteGroupCommand({ GroupName: 'crew' })), conflict);
      await assert.rejects(iam.send(new Iam.DeleteUserCommand({ UserName: 'member' })), conflict);
      await iam.send(new Iam.RemoveUserFromGroupCommand({ GroupName: 'crew', UserName: 'member' }));
      await iam.send(new Iam.DeleteUserCommand({ UserName: 'member' }));
    });

    test('a user is deleted after its keys and policies', async () => {
      await createUser('leaving');
      const user = { UserName: 'leaving' };
      const { AccessKeyId } = await createKey('leaving');
      await iam.send(new Iam.PutUserPolicyCommand({ ...user, PolicyName: 'logs', PolicyDocument: INLINE }));
      await assert.rejects(iam.send(new Iam.DeleteUserCommand(user)), {
        message: 'Cannot delete entity, must delete access keys first.',
      });
      await iam.send(new Iam.DeleteAccessKeyCommand({ ...user, AccessKeyId }));
      await assert.rejects(iam.send(new Iam.DeleteUserCommand(user)), {
        message: 'Cannot delete entity, must delete policies first.',
      });
      await iam.send(new Iam.DeleteUserPolicyCommand({ ...user, PolicyName: 'logs' }));
      await iam.send(new Iam.DeleteUserCommand(user));
      await assert.rejects(iam.send(new Iam.GetUserCommand(user)), {
        name: 'NoSuchEntityException',
        message: 'The user with name leaving cannot be found.',
      });
    });

    test("a role is found by its ARN alone, its sessions have the role's policies", async () => {
      const { Role } = await iam.send(
        new Iam.CreateRoleCommand({ RoleName: 'worker', Path: '/p/', AssumeRolePolicyDocument: TRUST }),
      );
      const { Policy } = await iam.send(new Iam.CreatePolicyCommand({ PolicyName: 'work', PolicyDocument: INLINE }));
      await iam.send(new Iam.AttachRolePolicyCommand({ RoleName: 'worker', PolicyArn: Policy!.Arn }));
      assert.deepEqual(await identities.findRole(ACCOUNT, Role!.Arn!), {
        account: ACCOUNT,
        arn: Role!.Arn,
        roleId: Role!.RoleId,
        roleName: 'worker',
        trustPolicy: TRUST,
        maxSessionSeconds: 3600,
      });
      assert.equal(await identities.findRole(ACCOUNT, `arn:aws:iam::${ACCOUNT}:role/worker`), null);
      assert.deepEqual(await identities.identityPolicies(`arn:aws:sts::${ACCOUNT}:assumed-role/worker/run`), [
        { name: 'work', arn: Policy!.Arn, document: INLINE },
      ]);
      assert.deepEqual(await identities.identityPolicies(`arn:aws:iam::${ACCOUNT}:user/nobody`), []);
    });

    test('the account summary counts what is there', async () => {
      const { SummaryMap } = await iam.send(new Iam.GetAccountSummaryCommand({}));
      const { Users } = await iam.send(new Iam.ListUsersCommand({}));
      assert.equal(SummaryMap!.Users, Users!.length);
      assert.equal(SummaryMap!.AccessKeysPerUserQuota, 2);
    });
  });
}
