import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { S3 } from '@aws-sdk/client-s3';
import { startTestPlatform } from '../../testing/test-platform.ts';
import { nestedStack, templates } from './testing/nested.ts';
import { logGroup, Stacks } from './testing/stacks.ts';

test('A nested stack is made, updated, rolled back and deleted with its parent.', async () => {
  await using platform = await startTestPlatform();
  const stacks = new Stacks(platform);
  const s3 = new S3({ ...platform.client, forcePathStyle: true });
  const logs = new CloudWatchLogs(platform.client);
  await s3.createBucket({ Bucket: 'templates' });
  const nested = {
    Parameters: { Name: { Type: 'String' } },
    Resources: { Log: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: { Ref: 'Name' } } } },
    Outputs: { Group: { Value: { Ref: 'Log' } } },
  };
  await s3.putObject({ Bucket: 'templates', Key: 'nested.json', Body: JSON.stringify(nested) });
  const parent = (Name: string, more: Record<string, unknown> = {}) => ({
    Resources: {
      Inner: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: { TemplateURL: 'https://s3.amazonaws.com/templates/nested.json', Parameters: { Name } },
      },
      ...more,
    },
    Outputs: { Group: { Value: { 'Fn::GetAtt': ['Inner', 'Outputs.Group'] } } },
  });
  const names = async () => (await logs.describeLogGroups({})).logGroups!.map((it) => it.logGroupName);
  assert.deepEqual(stacks.outputs(await stacks.create('app', parent('/one'))), { Group: '/one' });
  assert.deepEqual(stacks.outputs(await stacks.update('app', parent('/two'))), { Group: '/two' });
  const bad = { Bad: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '!' }, DependsOn: 'Inner' } };
  assert.equal((await stacks.update('app', parent('/three', bad))).StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
  assert.deepEqual(await names(), ['/two']);
  assert.equal((await stacks.delete('app')).StackStatus, 'DELETE_COMPLETE');
  assert.deepEqual(await names(), []);
});

test('Nested stacks name their parent and the root of them all, and carry its tags.', async () => {
  await using platform = await startTestPlatform();
  const stacks = new Stacks(platform);
  const put = await templates(platform);
  await put('leaf.json', { Resources: { Log: logGroup('/leaf') } });
  await put('middle.json', { Resources: { Leaf: nestedStack('leaf.json') } });
  const root = await stacks.create(
    'root',
    { Resources: { Middle: nestedStack('middle.json') } },
    { Tags: [{ Key: 'team', Value: 'blue' }] },
  );
  const { Stacks: all = [] } = await stacks.client.describeStacks({});
  const [middle, leaf] = ['root-Middle-', 'root-Middle-'].map((prefix, depth) =>
    all.find(({ StackName = '' }) => StackName.startsWith(prefix) && StackName.split('-').length === 3 + 2 * depth),
  );
  assert.deepEqual([root.ParentId, root.RootId], [undefined, undefined]);
  assert.deepEqual([middle?.ParentId, middle?.RootId], [root.StackId, root.StackId]);
  assert.deepEqual([leaf?.ParentId, leaf?.RootId], [middle?.StackId, root.StackId]);
  assert.deepEqual(leaf?.Tags, [{ Key: 'team', Value: 'blue' }]);
  const { StackSummaries = [] } = await stacks.client.listStacks({});
  assert.deepEqual(
    new Map(StackSummaries.map(({ StackId, ParentId, RootId }) => [StackId, [ParentId, RootId]])),
    new Map([
      [root.StackId, [undefined, undefined]],
      [middle?.StackId, [root.StackId, root.StackId]],
      [leaf?.StackId, [middle?.StackId, root.StackId]],
    ]),
  );
});

test('An update notices another template behind the same URL, and a rollback goes back to the one before.', async () => {
  await using platform = await startTestPlatform();
  const stacks = new Stacks(platform);
  const put = await templates(platform);
  const logs = new CloudWatchLogs(platform.client);
  const names = async () => (await logs.describeLogGroups({})).logGroups!.map((it) => it.logGroupName);
  const nested = (name: string) => ({ Resources: { Log: logGroup(name) }, Outputs: { Name: { Value: name } } });
  const parent = (more: Record<string, unknown> = {}) => ({
    Resources: { Inner: nestedStack('nested.json'), ...more },
    Outputs: { Name: { Value: { 'Fn::GetAtt': ['Inner', 'Outputs.Name'] } } },
  });
  await put('nested.json', nested('/one'));
  await stacks.create('app', parent());

  await put('nested.json', nested('/two'));
  const { Id } = await stacks.client.createChangeSet({
    StackName: 'app',
    ChangeSetName: 'look',
    UsePreviousTemplate: true,
  });
  const { Changes } = await stacks.client.describeChangeSet({ ChangeSetName: Id! });
  const { Action, Replacement, Details } = Changes![0]!.ResourceChange!;
  assert.deepEqual([Action, Replacement, Details![0]!.ChangeSource], ['Modify', 'False', 'Automatic']);
  assert.deepEqual(stacks.outputs(await stacks.update('app', parent())), { Name: '/two' });
  assert.deepEqual(await names(), ['/two']);

  await put('nested.json', nested('/three'));
  const bad = { Bad: { ...logGroup('!'), DependsOn: 'Inner' } };
  const failed = await stacks.update('app', parent(bad));
  assert.equal(failed.StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
  assert.deepEqual(await names(), ['/two']);
  assert.deepEqual(stacks.outputs(failed), { Name: '/two' });

  await put('nested.json', { Resources: { Log: logGroup('!') } });
  assert.equal((await stacks.update('app', parent())).StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
  assert.deepEqual(await names(), ['/two']);
  await put('nested.json', nested('/two'));
  assert.equal((await stacks.update('app', parent())).StackStatus, 'UPDATE_COMPLETE');
  assert.equal((await stacks.delete('app')).StackStatus, 'DELETE_COMPLETE');
});
