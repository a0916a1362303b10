import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { IAM } from '@aws-sdk/client-iam';
import { Lambda } from '@aws-sdk/client-lambda';
import type { TestPlatform } from '../../testing/test-platform.ts';
import { functionResource, logGroup, ROLE, Stacks } from './testing/stacks.ts';

/** What stacks do on either storage engine; `start` gives an empty platform. */
export function stacksContract(engine: string, start: () => Promise<TestPlatform>): void {
  test(`A stack creates a role, a log group and a function, updates and replaces them, and deletes them, on ${engine}.`, async () => {
    await using platform = await start();
    const stacks = new Stacks(platform);
    const [lambda, logs, iam] = [
      new Lambda(platform.client),
      new CloudWatchLogs(platform.client),
      new IAM(platform.client),
    ];
    const template = (message: string, group: string, memory: number) => ({
      Resources: {
        Role: ROLE,
        Log: logGroup(group, { RetentionInDays: '7' }),
        Hello: functionResource(`exports.handler = async () => '${message}'`, {
          FunctionName: 'hello',
          MemorySize: memory,
        }),
      },
      Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Hello', 'Arn'] } }, Group: { Value: { Ref: 'Log' } } },
    });
    const invoke = async () =>
      JSON.parse((await lambda.invoke({ FunctionName: 'hello' })).Payload!.transformToString()) as string;

    const created = await stacks.create('app', template('one', '/first', 128), {
      Tags: [{ Key: 'STAGE', Value: 'dev' }],
    });
    assert.equal(created.StackStatus, 'CREATE_COMPLETE');
    assert.deepEqual(stacks.outputs(created), {
      Arn: 'arn:aws:lambda:us-east-1:000000000000:function:hello',
      Group: '/first',
    });
    assert.equal(await invoke(), 'one');
    assert.deepEqual((await lambda.getFunction({ FunctionName: 'hello' })).Tags, {
      STAGE: 'dev',
      'aws:cloudformation:stack-name': 'app',
      'aws:cloudformation:logical-id': 'Hello',
      'aws:cloudformation:stack-id': created.StackId,
    });
    const events = await stacks.events(created.StackId!);
    assert.deepEqual(events.slice(0, 1), ['app CREATE_IN_PROGRESS User Initiated']);
    assert.deepEqual(
      events.filter((line) => line.startsWith('Hello')),
      ['Hello CREATE_IN_PROGRESS', 'Hello CREATE_IN_PROGRESS Resource creation Initiated', 'Hello CREATE_COMPLETE'],
    );
    assert.equal(events.at(-1), 'app CREATE_COMPLETE');

    const updated = await stacks.update('app', template('two', '/second', 256));
    assert.equal(updated.StackStatus, 'UPDATE_COMPLETE');
    assert.equal(await invoke(), 'two');
    assert.equal((await lambda.getFunctionConfiguration({ FunctionName: 'hello' })).MemorySize, 256);
    const after = (await stacks.events(created.StackId!)).slice(events.length);
    assert.ok(
      after.includes(
        'Log UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource; hence creating one.',
      ),
    );
    assert.deepEqual(after.slice(-4), [
      'app UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'Log DELETE_IN_PROGRESS',
      'Log DELETE_COMPLETE',
      'app UPDATE_COMPLETE',
    ]);
    assert.deepEqual((await logs.describeLogGroups({ logGroupNamePrefix: '/first' })).logGroups, []);

    await assert.rejects(stacks.update('app', template('two', '/second', 256)), {
      name: 'ValidationError',
      message: 'No updates are to be performed.',
    });
    assert.equal((await stacks.delete('app')).StackStatus, 'DELETE_COMPLETE');
    assert.deepEqual((await iam.listRoles({})).Roles, []);
    assert.deepEqual((await lambda.listFunctions({})).Functions, []);
    await assert.rejects(stacks.client.describeStacks({ StackName: 'app' }), {
      message: 'Stack with id app does not exist',
    });
  });

  test(`A creation that fails is rolled back, and its events say why, on ${engine}.`, async () => {
    await using platform = await start();
    const stacks = new Stacks(platform);
    const logs = new CloudWatchLogs(platform.client);
    await logs.createLogGroup({ logGroupName: '/taken' });
    const template = {
      Resources: { First: logGroup('/first'), Second: { ...logGroup('/taken'), DependsOn: 'First' } },
    };
    const failed = await stacks.create('broken', template);
    assert.equal(failed.StackStatus, 'ROLLBACK_COMPLETE');
    const events = await stacks.events(failed.StackId!);
    assert.ok(events.includes('Second CREATE_FAILED /taken already exists'));
    assert.ok(
      events.includes(
        'broken ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Second]. Rollback requested by user.',
      ),
    );
    const { logGroups } = await logs.describeLogGroups({});
    assert.deepEqual(
      logGroups!.map((it) => it.logGroupName),
      ['/taken'],
      'what somebody else made stays',
    );

    const kept = await stacks.create('kept', { Resources: { ...template.Resources } }, { OnFailure: 'DO_NOTHING' });
    assert.equal(kept.StackStatus, 'CREATE_FAILED');
    const undone = await stacks.client.rollbackStack({ StackName: 'kept' });
    assert.equal((await stacks.settled(undone.StackId!)).StackStatus, 'ROLLBACK_COMPLETE');
    const gone = await stacks.create('gone', template, { OnFailure: 'DELETE' });
    assert.equal(gone.StackStatus, 'DELETE_COMPLETE');
  });

  test(`An update that fails goes back to exactly what was there, on ${engine}.`, async () => {
    await using platform = await start();
    const stacks = new Stacks(platform);
    const logs = new CloudWatchLogs(platform.client);
    await logs.createLogGroup({ logGroupName: '/taken' });
    const before = { Resources: { Kept: logGroup('/kept', { RetentionInDays: 7 }), Moved: logGroup('/old') } };
    const { StackId } = await stacks.create('app', before);
    const failed = await stacks.update('app', {
      Resources: {
        Kept: logGroup('/kept', { RetentionInDays: 30 }),
        Moved: logGroup('/new'),
        Added: logGroup('/added'),
        Bad: { ...logGroup('/taken'), DependsOn: ['Kept', 'Moved', 'Added'] },
      },
    });
    assert.equal(failed.StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
    const groups = (await logs.describeLogGroups({})).logGroups!;
    assert.deepEqual(
      groups.map((it) => [it.logGroupName, it.retentionInDays]),
      [
        ['/kept', 7],
        ['/old', undefined],
        ['/taken', undefined],
      ],
    );
    const resources = (await stacks.client.describeStackResources({ StackName: 'app' })).StackResources!;
    // Both were created at once, in either order.
    assert.deepEqual(resources.map((it) => `${it.LogicalResourceId} ${it.PhysicalResourceId}`).toSorted(), [
      'Kept /kept',
      'Moved /old',
    ]);
    const events = await stacks.events(StackId!);
    assert.ok(events.includes('app UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Bad]. '));
    assert.ok(events.includes('app UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS'));
    const again = await stacks.update('app', { Resources: { Kept: logGroup('/kept', { RetentionInDays: 30 }) } });
    assert.equal(again.StackStatus, 'UPDATE_COMPLETE');
    assert.deepEqual(
      (await logs.describeLogGroups({})).logGroups!.map((it) => it.logGroupName),
      ['/kept', '/taken'],
    );
  });

  test(`Exports are imported by other stacks, and cannot go while they are, on ${engine}.`, async () => {
    await using platform = await start();
    const stacks = new Stacks(platform);
    const exporting = (value: string) => ({
      Resources: { Log: logGroup('/shared') },
      Outputs: { Name: { Value: value, Export: { Name: 'shared-name' } } },
    });
    await stacks.create('giver', exporting('/shared-1'));
    const taker = await stacks.create('taker', {
      Resources: {
        Log: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: { 'Fn::ImportValue': 'shared-name' } } },
      },
    });
    assert.equal(taker.StackStatus, 'CREATE_COMPLETE');
    assert.deepEqual(
      (await stacks.client.listExports({})).Exports!.map((it) => [it.Name, it.Value]),
      [['shared-name', '/shared-1']],
    );
    assert.deepEqual((await stacks.client.listImports({ ExportName: 'shared-name' })).Imports, ['taker']);
    await assert.rejects(stacks.client.deleteStack({ StackName: 'giver' }), {
      message: 'Export shared-name cannot be deleted as it is in use by taker',
    });
    const changed = await stacks.update('giver', exporting('/shared-2'));
    assert.equal(changed.StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
    const missing = await stacks.create('missing', {
      Resources: {
        Log: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: { 'Fn::ImportValue': 'nowhere' } } },
      },
    });
    assert.ok((await stacks.events(missing.StackId!)).includes('Log CREATE_FAILED No export named nowhere found.'));
    await stacks.delete('taker');
    assert.equal((await stacks.delete('giver')).StackStatus, 'DELETE_COMPLETE');
  });
}
