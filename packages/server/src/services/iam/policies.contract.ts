import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as Iam from '@aws-sdk/client-iam';
import { DrivenClock } from '../../kernel/driven-clock.ts';
import { startTestPlatform, type TestPlatform } from '../../testing/test-platform.ts';

const ACCOUNT = '111111111111';
const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
});

/** `databaseUrl`: a fresh database, or none for the embedded one. */
export function policiesContract(databaseUrl: () => Promise<string | undefined>): void {
  describe('managed policies', () => {
    const clock = new DrivenClock();
    let platform: TestPlatform;
    let iam: Iam.IAMClient;

    before(async () => {
      platform = await startTestPlatform({ clock, databaseUrl: await databaseUrl() });
      iam = new Iam.IAMClient(platform.clientFor(ACCOUNT));
    });

    after(() => platform[Symbol.asyncDispose]());

    function document(action: string): string {
      return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
    }

    async function createPolicy(PolicyName: string, more: Partial<Iam.CreatePolicyCommandInput> = {}): Promise<string> {
      const input = { PolicyName, PolicyDocument: document('s3:Get*'), ...more };
      return (await iam.send(new Iam.CreatePolicyCommand(input))).Policy!.Arn!;
    }

    async function createRole(RoleName: string): Promise<void> {
      await iam.send(new Iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST }));
    }

    test('a policy is created and read back as it was given', async () => {
      const arn = await createPolicy('whole', {
        Path: '/team/',
        Description: 'reads',
        Tags: [{ Key: 'a', Value: 'b' }],
      });
      const { Policy } = await iam.send(new Iam.GetPolicyCommand({ PolicyArn: arn }));
      const { PolicyId, CreateDate, UpdateDate, ...rest } = Policy!;
      assert.match(PolicyId!, /^ANPA[A-Z2-7]{17}$/);
      assert.deepEqual([CreateDate!.getTime(), UpdateDate!.getTime()], [clock.now(), clock.now()]);
      assert.deepEqual(rest, {
        PolicyName: 'whole',
        Arn: `arn:aws:iam::${ACCOUNT}:policy/team/whole`,
        Path: '/team/',
        DefaultVersionId: 'v1',
        AttachmentCount: 0,
        PermissionsBoundaryUsageCount: 0,
        IsAttachable: true,
        Description: 'reads',
        Tags: [{ Key: 'a', Value: 'b' }],
      });
      await assert.rejects(createPolicy('WHOLE'), {
        name: 'EntityAlreadyExistsException',
        message: 'A policy called WHOLE already exists. Duplicate names are not allowed.',
      });
    });

    test('versions come and go: five at most, the default stays', async () => {
      const PolicyArn = await createPolicy('versions');
      const add = (action: string, SetAsDefault = false) =>
        iam.send(new Iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: document(action), SetAsDefault }));
      const second = await add('s3:Put*', true);
      assert.deepEqual([second.PolicyVersion!.VersionId, second.PolicyVersion!.IsDefaultVersion], ['v2', true]);
      for (const action of ['a:b', 'a:c', 'a:d']) await add(action);
      await assert.rejects(add('a:e'), {
        name: 'LimitExceededException',
        message: /^A managed policy can have up to 5 versions\./,
      });

      const versions: string[] = [];
      for await (const page of Iam.paginateListPolicyVersions({ client: iam, pageSize: 2 }, { PolicyArn })) {
        versions.push(
          ...page.Versions!.map(
            ({ VersionId, IsDefaultVersion }) => `${VersionId}${IsDefaultVersion ? ' default' : ''}`,
          ),
        );
      }
      assert.deepEqual(versions, ['v5', 'v4', 'v3', 'v2 default', 'v1']);

      await assert.rejects(iam.send(new Iam.DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v2' })), {
        name: 'DeleteConflictException',
        message: 'Cannot delete the default version of a policy.',
      });
      await iam.send(new Iam.SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v5' }));
      for (const VersionId of ['v1', 'v2', 'v3', 'v4'])
        await iam.send(new Iam.DeletePolicyVersionCommand({ PolicyArn, VersionId }));
      assert.equal((await add('a:f')).PolicyVersion!.VersionId, 'v6');
      const { PolicyVersion } = await iam.send(new Iam.GetPolicyVersionCommand({ PolicyArn, VersionId: 'v5' }));
      assert.equal(decodeURIComponent(PolicyVersion!.Document!), document('a:d'));
      await assert.rejects(iam.send(new Iam.GetPolicyVersionCommand({ PolicyArn, VersionId: 'v1' })), {
        message: `Policy ${PolicyArn} version v1 does not exist or is not attachable.`,
      });
    });

    test('a policy is attached to a role once, counted, found from both sides and detached', async () => {
      await createRole('holder');
      const PolicyArn = await createPolicy('held', { Path: '/held/' });
      const attachment = { RoleName: 'holder', PolicyArn };
      for (let time = 0; time < 2; time++) await iam.send(new Iam.AttachRolePolicyCommand(attachment));
      await iam.send(new Iam.AttachRolePolicyCommand({ RoleName: 'holder', PolicyArn: BASIC }));

      const attached = await iam.send(new Iam.ListAttachedRolePoliciesCommand({ RoleName: 'holder' }));
      assert.deepEqual(attached.AttachedPolicies, [
        { PolicyName: 'AWSLambdaBasicExecutionRole', PolicyArn: BASIC },
        { PolicyName: 'held', PolicyArn },
      ]);
      const narrowed = await iam.send(
        new Iam.ListAttachedRolePoliciesCommand({ RoleName: 'holder', PathPrefix: '/held/' }),
      );
      assert.equal(narrowed.AttachedPolicies!.length, 1);
      assert.equal((await iam.send(new Iam.GetPolicyCommand({ PolicyArn }))).Policy!.AttachmentCount, 1);
      const entities = await iam.send(new Iam.ListEntitiesForPolicyCommand({ PolicyArn }));
      assert.deepEqual(
        entities.PolicyRoles!.map(({ RoleName }) => RoleName),
        ['holder'],
      );
      const users = await iam.send(new Iam.ListEntitiesForPolicyCommand({ PolicyArn, EntityFilter: 'User' }));
      assert.deepEqual(users.PolicyRoles ?? [], []);

      await assert.rejects(iam.send(new Iam.DeletePolicyCommand({ PolicyArn })), {
        name: 'DeleteConflictException',
        message: 'Cannot delete a policy attached to entities.',
      });
      await iam.send(new Iam.DetachRolePolicyCommand(attachment));
      await assert.rejects(iam.send(new Iam.DetachRolePolicyCommand(attachment)), {
        message: `Policy ${PolicyArn} was not found.`,
      });
      await iam.send(new Iam.DeletePolicyCommand({ PolicyArn }));
      await assert.rejects(iam.send(new Iam.GetPolicyCommand({ PolicyArn })), {
        name: 'NoSuchEntityException',
        message: `Policy ${PolicyArn} was not found.`,
      });
    });

    test('a policy with several versions is deleted only after them', async () => {
      const PolicyArn = await createPolicy('several');
      await iam.send(new Iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: document('a:b') }));
      await assert.rejects(iam.send(new Iam.DeletePolicyCommand({ PolicyArn })), {
        message: /^This policy has more than one version\./,
      });
    });

    test('a policy that does not exist cannot be attached, be it ours or said to be of AWS', async () => {
      await createRole('reaching');
      for (const PolicyArn of [`arn:aws:iam::${ACCOUNT}:policy/none`, 'arn:aws:iam::aws:policy/NoSuchPolicyOfAws']) {
        await assert.rejects(iam.send(new Iam.AttachRolePolicyCommand({ RoleName: 'reaching', PolicyArn })), {
          name: 'NoSuchEntityException',
          message: `Policy ${PolicyArn} does not exist or is not attachable.`,
        });
      }
    });

    test('ten policies are attached to a role at most', async () => {
      await createRole('greedy');
      const policies = await iam.send(new Iam.ListPoliciesCommand({ Scope: 'AWS', MaxItems: 11 }));
      const arns = policies.Policies!.map(({ Arn }) => Arn!);
      for (const PolicyArn of arns.slice(0, 10))
        await iam.send(new Iam.AttachRolePolicyCommand({ RoleName: 'greedy', PolicyArn }));
      await assert.rejects(iam.send(new Iam.AttachRolePolicyCommand({ RoleName: 'greedy', PolicyArn: arns[10] })), {
        name: 'LimitExceededException',
        message: 'Cannot exceed quota for PoliciesPerRole: 10',
      });
    });

    test("AWS's policies are read with their documents and cannot be changed", async () => {
      const { Policy } = await iam.send(new Iam.GetPolicyCommand({ PolicyArn: BASIC }));
      assert.deepEqual([Policy!.PolicyName, Policy!.Path], ['AWSLambdaBasicExecutionRole', '/service-role/']);
      const read = new Iam.GetPolicyVersionCommand({ PolicyArn: BASIC, VersionId: Policy!.DefaultVersionId });
      const { PolicyVersion } = await iam.send(read);
      const [statement] = JSON.parse(decodeURIComponent(PolicyVersion!.Document!)).Statement;
      assert.deepEqual(statement.Action, ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents']);
      await assert.rejects(iam.send(new Iam.DeletePolicyCommand({ PolicyArn: BASIC })), {
        name: 'NoSuchEntityException',
      });
    });

    test('policies are listed by scope, path, and use', async () => {
      const arn = await createPolicy('unused', { Path: '/shelf/' });
      const list = async (input: Iam.ListPoliciesCommandInput) => {
        const { Policies } = await iam.send(new Iam.ListPoliciesCommand({ MaxItems: 1000, ...input }));
        return (Policies ?? []).map(({ Arn }) => Arn!);
      };
      assert.deepEqual(await list({ PathPrefix: '/shelf/' }), [arn]);
      const local = await list({ Scope: 'Local' });
      assert.ok(local.includes(arn) && !local.includes(BASIC));
      assert.ok((await list({})).includes(BASIC));
      assert.ok(!(await list({ OnlyAttached: true })).includes(arn));
      assert.deepEqual(await list({ PolicyUsageFilter: 'PermissionsBoundary' }), []);
    });

    test('policies carry tags', async () => {
      const PolicyArn = await createPolicy('tagged');
      await iam.send(
        new Iam.TagPolicyCommand({
          PolicyArn,
          Tags: [
            { Key: 'a', Value: '1' },
            { Key: 'b', Value: '2' },
          ],
        }),
      );
      await iam.send(new Iam.UntagPolicyCommand({ PolicyArn, TagKeys: ['a'] }));
      assert.deepEqual((await iam.send(new Iam.ListPolicyTagsCommand({ PolicyArn }))).Tags, [{ Key: 'b', Value: '2' }]);
    });

    test('a malformed policy is refused', async () => {
      await assert.rejects(createPolicy('bad', { PolicyDocument: '{}' }), {
        name: 'MalformedPolicyDocumentException',
        message: 'Syntax errors in policy.',
      });
    });
  });
}
