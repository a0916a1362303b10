import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CreateChangeSetCommandInput } from '@aws-sdk/client-cloudformation';
import { startTestPlatform } from '../../testing/test-platform.ts';
import { functionResource, ROLE, Stacks } from './testing/stacks.ts';

const template = (group: string, memory = 128) => ({
  Resources: {
    Role: ROLE,
    Log: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: group } },
    Hello: functionResource('exports.handler = async () => 1', {
      MemorySize: memory,
      Environment: { Variables: { GROUP: { 'Fn::GetAtt': ['Log', 'Arn'] } } },
    }),
  },
});

test('Change sets create and update a stack as deploy tools use them.', async () => {
  await using platform = await startTestPlatform();
  const stacks = new Stacks(platform);
  const { client } = stacks;
  const plan = async (type: 'CREATE' | 'UPDATE', body: unknown, more: Partial<CreateChangeSetCommandInput> = {}) => {
    const { Id } = await client.createChangeSet({
      StackName: 'app',
      ChangeSetName: 'app-change-set',
      ChangeSetType: type,
      TemplateBody: JSON.stringify(body),
      Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
      Parameters: [],
      NotificationARNs: [],
      ...more,
    });
    return client.describeChangeSet({ ChangeSetName: Id! });
  };
  const execute = async () => {
    await client.executeChangeSet({ StackName: 'app', ChangeSetName: 'app-change-set' });
    const { StackId } = (await client.describeStacks({ StackName: 'app' })).Stacks![0]!;
    return stacks.settled(StackId!);
  };

  const first = await plan('CREATE', template('/one'), { Tags: [{ Key: 'STAGE', Value: 'dev' }] });
  assert.deepEqual([first.Status, first.ExecutionStatus], ['CREATE_COMPLETE', 'AVAILABLE']);
  assert.deepEqual(
    first.Changes!.map(({ ResourceChange }) => [ResourceChange!.Action, ResourceChange!.LogicalResourceId]),
    [
      ['Add', 'Role'],
      ['Add', 'Log'],
      ['Add', 'Hello'],
    ],
  );
  assert.equal((await client.describeStacks({ StackName: 'app' })).Stacks![0]!.StackStatus, 'REVIEW_IN_PROGRESS');
  const created = await execute();
  assert.equal(created.StackStatus, 'CREATE_COMPLETE');
  assert.deepEqual((await stacks.events(created.StackId!)).slice(0, 2), [
    'app REVIEW_IN_PROGRESS User Initiated',
    'app CREATE_IN_PROGRESS User Initiated',
  ]);
  await assert.rejects(plan('CREATE', template('/one')), {
    message: /^Stack \[app\] already exists and cannot be created again with the changeSet \[.*\]\.$/,
  });

  await client.deleteChangeSet({ StackName: 'app', ChangeSetName: 'app-change-set' });
  await client.deleteChangeSet({ StackName: 'app', ChangeSetName: 'app-change-set' });
  const same = await plan('UPDATE', template('/one'));
  assert.deepEqual(
    [same.Status, same.StatusReason],
    [
      'FAILED',
      "The submitted information didn't contain changes. Submit different information to create a change set.",
    ],
  );
  await assert.rejects(execute(), { name: 'InvalidChangeSetStatusException' });
  await client.deleteChangeSet({ StackName: 'app', ChangeSetName: 'app-change-set' });

  const second = await plan('UPDATE', template('/two', 256));
  assert.deepEqual(
    second.Changes!.map(({ ResourceChange: it }) => [it!.Action, it!.LogicalResourceId, it!.Replacement, it!.Scope]),
    [
      ['Modify', 'Log', 'True', ['Properties']],
      ['Modify', 'Hello', 'False', ['Properties']],
    ],
  );
  const hello = second.Changes![1]!.ResourceChange!.Details!;
  assert.deepEqual(
    hello.map((it) => [it.Target!.Name, it.Evaluation, it.ChangeSource, it.CausingEntity]),
    [
      ['MemorySize', 'Static', 'DirectModification', undefined],
      ['Environment', 'Dynamic', 'ResourceAttribute', 'Log.Arn'],
    ],
  );
  assert.deepEqual((await client.listChangeSets({ StackName: 'app' })).Summaries!.length, 1);
  assert.equal((await execute()).StackStatus, 'UPDATE_COMPLETE');
  const body = (await client.getTemplate({ StackName: 'app' })).TemplateBody!;
  assert.deepEqual(JSON.parse(body), template('/two', 256));
  await assert.rejects(client.describeChangeSet({ StackName: 'app', ChangeSetName: 'other' }), {
    name: 'ChangeSetNotFoundException',
    message: 'ChangeSet [other] does not exist',
  });
  await assert.rejects(client.deleteChangeSet({ StackName: 'nothing', ChangeSetName: 'other' }), {
    message: 'Stack [nothing] does not exist',
  });
});
