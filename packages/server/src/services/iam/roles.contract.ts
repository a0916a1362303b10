import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as Iam from '@aws-sdk/client-iam';
import { DrivenClock } from '../../kernel/driven-clock.ts';
import { startTestPlatform, type TestPlatform } from '../../testing/test-platform.ts';

const ACCOUNT = '111111111111';
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const INLINE = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }],
});

/** `databaseUrl`: a fresh database, or none for the embedded one. */
export function rolesContract(databaseUrl: () => Promise<string | undefined>): void {
  describe('roles', () => {
    const clock = new DrivenClock();
    let platform: TestPlatform;
    let iam: Iam.IAMClient;

    before(async () => {
      platform = await startTestPlatform({ clock, databaseUrl: await databaseUrl() });
      iam = new Iam.IAMClient(platform.clientFor(ACCOUNT));
    });

    after(() => platform[Symbol.asyncDispose]());

    function createRole(RoleName: string, more: Partial<Iam.CreateRoleCommandInput> = {}) {
      return iam.send(new Iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST, ...more }));
    }

    async function roleNamed(RoleName: string): Promise<Iam.Role> {
      return (await iam.send(new Iam.GetRoleCommand({ RoleName }))).Role!;
    }

    test('a role is created and read back as it was given', async () => {
      await createRole('whole', {
        Path: '/team/',
        Description: 'reads',
        MaxSessionDuration: 7200,
        Tags: [
          { Key: 'b', Value: '2' },
          { Key: 'a', Value: '' },
        ],
      });
      const { RoleId, CreateDate, AssumeRolePolicyDocument, ...role } = await roleNamed('whole');
      assert.match(RoleId!, /^AROA[A-Z2-7]{17}$/);
      assert.equal(CreateDate!.getTime(), clock.now());
      assert.equal(decodeURIComponent(AssumeRolePolicyDocument!), TRUST);
      assert.deepEqual(role, {
        Path: '/team/',
        RoleName: 'whole',
        Arn: `arn:aws:iam::${ACCOUNT}:role/team/whole`,
        Description: 'reads',
        MaxSessionDuration: 7200,
        Tags: [
          { Key: 'a', Value: '' },
          { Key: 'b', Value: '2' },
        ],
        RoleLastUsed: {},
      });
    });

    test('a name is taken whatever its case, and free in every other account', async () => {
      await createRole('Taken');
      await assert.rejects(createRole('taken'), {
        name: 'EntityAlreadyExistsException',
        message: 'Role with name taken already exists.',
      });
      const elsewhere = new Iam.IAMClient(platform.clientFor('222222222222', 'eu-west-1'));
      await elsewhere.send(new Iam.CreateRoleCommand({ RoleName: 'Taken', AssumeRolePolicyDocument: TRUST }));
    });

    test('a role that does not exist is NoSuchEntity with status 404', async () => {
      await assert.rejects(roleNamed('none'), (error: Iam.NoSuchEntityException) => {
        assert.equal(error.name, 'NoSuchEntityException');
        assert.equal(error.message, 'The role with name none cannot be found.');
        assert.equal(error.$metadata.httpStatusCode, 404);
        return true;
      });
    });

    test('a trust policy that is none is refused, and so is one that names an unknown user of the account', async () => {
      await assert.rejects(createRole('bad', { AssumeRolePolicyDocument: 'no' }), {
        name: 'MalformedPolicyDocumentException',
        message: 'This policy contains invalid Json',
      });
      const arn = `arn:aws:iam::${ACCOUNT}:user/nobody`;
      await assert.rejects(
        createRole('bad', {
          AssumeRolePolicyDocument: TRUST.replace('"Service":"lambda.amazonaws.com"', `"AWS":"${arn}"`),
        }),
        {
          name: 'MalformedPolicyDocumentException',
          message: `Invalid principal in policy: "AWS":"${arn}"`,
        },
      );
    });

    test('a permissions boundary, which Hearth does not enforce, is refused by name', async () => {
      const PermissionsBoundary = 'arn:aws:iam::aws:policy/AdministratorAccess';
      await assert.rejects(createRole('bound', { PermissionsBoundary }), {
        message: "Hearth does not implement CreateRole's PermissionsBoundary yet.",
      });
      await assert.rejects(
        iam.send(new Iam.PutRolePermissionsBoundaryCommand({ RoleName: 'bound', PermissionsBoundary })),
        {
          message: 'Hearth does not implement iam:PutRolePermissionsBoundary yet.',
        },
      );
    });

    test('names and paths are held to their constraints', async () => {
      await assert.rejects(createRole('has space'), /^ValidationError: 1 validation error detected: .*roleName/);
      await assert.rejects(
        createRole('ok', { MaxSessionDuration: 60 }),
        /^ValidationError: 1 validation error detected: .*maxSessionDuration/,
      );
    });

    test('a role is changed by each of its update operations', async () => {
      await createRole('changing', { Description: 'old', MaxSessionDuration: 7200 });
      await iam.send(new Iam.UpdateRoleCommand({ RoleName: 'changing', Description: 'new' }));
      assert.deepEqual(
        [(await roleNamed('changing')).Description, (await roleNamed('changing')).MaxSessionDuration],
        ['new', 3600],
      );
      const { Role } = await iam.send(new Iam.UpdateRoleDescriptionCommand({ RoleName: 'changing', Description: '' }));
      assert.equal(Role!.Description, '');
      const trust = TRUST.replace('lambda', 'states');
      await iam.send(new Iam.UpdateAssumeRolePolicyCommand({ RoleName: 'changing', PolicyDocument: trust }));
      assert.equal(decodeURIComponent((await roleNamed('changing')).AssumeRolePolicyDocument!), trust);
    });

    test('roles are listed by path, page by page', async () => {
      for (const name of ['Zoe', 'adam', 'Mia']) await createRole(`listed-${name}`, { Path: '/listed/deep/' });
      const names: string[] = [];
      for await (const page of Iam.paginateListRoles({ client: iam, pageSize: 2 }, { PathPrefix: '/listed' })) {
        names.push(...page.Roles!.map(({ RoleName }) => RoleName!));
        assert.equal(page.Roles![0]!.Tags, undefined);
      }
      assert.deepEqual(names, ['listed-adam', 'listed-Mia', 'listed-Zoe']);
    });

    test('tags are added, replaced, listed and removed; their keys differ in more than case', async () => {
      await createRole('tagged', { Tags: [{ Key: 'Team', Value: 'a' }] });
      await iam.send(
        new Iam.TagRoleCommand({
          RoleName: 'tagged',
          Tags: [
            { Key: 'team', Value: 'b' },
            { Key: 'x', Value: 'y' },
          ],
        }),
      );
      const listed = await iam.send(new Iam.ListRoleTagsCommand({ RoleName: 'tagged' }));
      assert.deepEqual(listed.Tags, [
        { Key: 'team', Value: 'b' },
        { Key: 'x', Value: 'y' },
      ]);
      await iam.send(new Iam.UntagRoleCommand({ RoleName: 'tagged', TagKeys: ['TEAM', 'absent'] }));
      assert.deepEqual((await roleNamed('tagged')).Tags, [{ Key: 'x', Value: 'y' }]);
      const twice = {
        RoleName: 'tagged',
        Tags: [
          { Key: 'k', Value: '1' },
          { Key: 'K', Value: '2' },
        ],
      };
      await assert.rejects(iam.send(new Iam.TagRoleCommand(twice)), {
        name: 'InvalidInputException',
        message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
      });
      const many = Array.from({ length: 50 }, (_, index) => ({ Key: `n${index}`, Value: '' }));
      await assert.rejects(iam.send(new Iam.TagRoleCommand({ RoleName: 'tagged', Tags: many })), {
        name: 'LimitExceededException',
      });
    });

    test('inline policies are put, read, listed and deleted', async () => {
      await createRole('inline');
      const named = { RoleName: 'inline', PolicyName: 'logs' };
      await iam.send(new Iam.PutRolePolicyCommand({ ...named, PolicyDocument: INLINE }));
      const found = await iam.send(new Iam.GetRolePolicyCommand(named));
      assert.deepEqual(
        [found.RoleName, found.PolicyName, decodeURIComponent(found.PolicyDocument!)],
        ['inline', 'logs', INLINE],
      );
      assert.deepEqual((await iam.send(new Iam.ListRolePoliciesCommand({ RoleName: 'inline' }))).PolicyNames, ['logs']);
      await iam.send(new Iam.DeleteRolePolicyCommand(named));
      await assert.rejects(iam.send(new Iam.GetRolePolicyCommand(named)), {
        name: 'NoSuchEntityException',
        message: 'The role policy with name logs cannot be found.',
      });
    });

    test("a role's inline policies are at most 10,240 characters together", async () => {
      await createRole('full');
      const half = INLINE.replace('logs:*', `logs:${'x'.repeat(5_500)}`);
      await iam.send(new Iam.PutRolePolicyCommand({ RoleName: 'full', PolicyName: 'one', PolicyDocument: half }));
      await iam.send(new Iam.PutRolePolicyCommand({ RoleName: 'full', PolicyName: 'one', PolicyDocument: half }));
      await assert.rejects(
        iam.send(new Iam.PutRolePolicyCommand({ RoleName: 'full', PolicyName: 'two', PolicyDocument: half })),
        {
          name: 'LimitExceededException',
          message: 'Maximum policy size of 10240 bytes exceeded for role full',
        },
      );
    });

    test('a role is deleted only when it has no policies left, and its tags go with it', async () => {
      await createRole('leaving', { Tags: [{ Key: 'a', Value: 'b' }] });
      const role = { RoleName: 'leaving' };
      const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
      await iam.send(new Iam.AttachRolePolicyCommand({ ...role, PolicyArn }));
      await iam.send(new Iam.PutRolePolicyCommand({ ...role, PolicyName: 'logs', PolicyDocument: INLINE }));
      const conflict = (message: string) => ({ name: 'DeleteConflictException', message });
      await assert.rejects(
        iam.send(new Iam.DeleteRoleCommand(role)),
        conflict('Cannot delete entity, must detach all policies first.'),
      );
      await iam.send(new Iam.DetachRolePolicyCommand({ ...role, PolicyArn }));
      await assert.rejects(
        iam.send(new Iam.DeleteRoleCommand(role)),
        conflict('Cannot delete entity, must delete policies first.'),
      );
      await iam.send(new Iam.DeleteRolePolicyCommand({ ...role, PolicyName: 'logs' }));
      await iam.send(new Iam.DeleteRoleCommand(role));
      await assert.rejects(roleNamed('leaving'), { name: 'NoSuchEntityException' });
      await createRole('leaving');
      assert.equal((await roleNamed('leaving')).Tags, undefined);
    });

    test('the account has one alias, which no other account can take', async () => {
      await iam.send(new Iam.CreateAccountAliasCommand({ AccountAlias: 'home' }));
      const elsewhere = new Iam.IAMClient(platform.clientFor('222222222222'));
      await assert.rejects(elsewhere.send(new Iam.CreateAccountAliasCommand({ AccountAlias: 'home' })), {
        name: 'EntityAlreadyExistsException',
      });
      await iam.send(new Iam.CreateAccountAliasCommand({ AccountAlias: 'house' }));
      assert.deepEqual((await iam.send(new Iam.ListAccountAliasesCommand({}))).AccountAliases, ['house']);
      await assert.rejects(iam.send(new Iam.DeleteAccountAliasCommand({ AccountAlias: 'home' })), {
        name: 'NoSuchEntityException',
      });
      await iam.send(new Iam.DeleteAccountAliasCommand({ AccountAlias: 'house' }));
      assert.deepEqual((await iam.send(new Iam.ListAccountAliasesCommand({}))).AccountAliases, []);
    });

    test('what Hearth does not have answers NotImplemented by name', async () => {
      await assert.rejects(iam.send(new Iam.CreateInstanceProfileCommand({ InstanceProfileName: 'x' })), {
        name: 'NotImplemented',
        message: 'Hearth does not implement iam:CreateInstanceProfile yet.',
      });
    });
  });
}
