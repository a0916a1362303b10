import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { FullDisk } from './testing/full-disk.ts';
import { logGroup, Stacks } from './testing/stacks.ts';

const DELETION = ['delete on "logsGroups"'] as const;
const CREATION_ON_RECORD = ['insert on "cfnEvents"', `instr(new."data", 'Resource creation Initiated')`] as const;

const group = (name: string, more: Record<string, unknown> = {}) => ({ Resources: { Log: logGroup(name, more) } });

function begin(disk: FullDisk) {
  const stacks = new Stacks(disk.platform);
  const logs = new CloudWatchLogs(disk.platform.client);
  const groups = async () => (await logs.describeLogGroups({})).logGroups!.map(({ logGroupName }) => logGroupName);
  const body = (template: unknown) => ({ StackName: 'app', TemplateBody: JSON.stringify(template) });
  const status = async () => (await stacks.client.describeStacks({ StackName: 'app' })).Stacks![0]!.StackStatus;
  return { stacks, groups, body, status, logs };
}

test('A cleanup on a full disk waits for room, and leaves nothing behind.', async () => {
  await using disk = await FullDisk.start();
  const { stacks, groups, body, status } = begin(disk);
  const { StackId } = await stacks.create('app', group('one'));
  disk.fill(...DELETION);
  await stacks.client.updateStack(body(group('two')));
  await disk.holdsUpDeployment();
  assert.equal(await status(), 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  assert.deepEqual(await groups(), ['one', 'two']);
  await disk.free();
  assert.equal((await stacks.settled(StackId!)).StackStatus, 'UPDATE_COMPLETE');
  assert.deepEqual(await groups(), ['two']);
});

test('What was made and could not be written down is neither failed nor forgotten.', async () => {
  await using disk = await FullDisk.start();
  const { stacks, groups, body, status } = begin(disk);
  await stacks.create('other', group('other'));
  disk.fill(...CREATION_ON_RECORD);
  const { StackId } = await stacks.client.createStack(body(group('one')));
  await disk.holdsUpDeployment();
  assert.equal(await status(), 'CREATE_IN_PROGRESS');
  assert.deepEqual(await groups(), ['one', 'other']);
  await disk.free();
  assert.equal((await stacks.settled(StackId!)).StackStatus, 'CREATE_COMPLETE');
  assert.deepEqual(await groups(), ['one', 'other']);
  await stacks.delete('app');
  assert.deepEqual(await groups(), ['other']);
});

test('A deletion on a full disk goes on when there is room, and does not fail.', async () => {
  await using disk = await FullDisk.start();
  const { stacks, groups, status } = begin(disk);
  const { StackId } = await stacks.create('app', group('one'));
  disk.fill(...DELETION);
  await stacks.client.deleteStack({ StackName: 'app' });
  await disk.holdsUpDeployment();
  assert.equal(await status(), 'DELETE_IN_PROGRESS');
  await disk.free();
  assert.equal((await stacks.settled(StackId!)).StackStatus, 'DELETE_COMPLETE');
  assert.deepEqual(await groups(), []);
});

test('A rollback on a full disk goes on when there is room, to where the stack was.', async () => {
  await using disk = await FullDisk.start();
  const { stacks, groups, body, status, logs } = begin(disk);
  const { StackId } = await stacks.create('app', group('one', { RetentionInDays: 1 }));
  await logs.createLogGroup({ logGroupName: 'taken' });
  const fails = { Taken: { ...logGroup('taken'), DependsOn: 'Log' } };
  disk.fill('update on "logsGroups"', 'new."retentionDays" = 1');
  await stacks.client.updateStack(body({ Resources: { ...group('one', { RetentionInDays: 3 }).Resources, ...fails } }));
  await disk.holdsUpDeployment();
  assert.equal(await status(), 'UPDATE_ROLLBACK_IN_PROGRESS');
  await disk.free();
  assert.equal((await stacks.settled(StackId!)).StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
  assert.deepEqual(await groups(), ['one', 'taken']);
  assert.equal((await logs.describeLogGroups({ logGroupNamePrefix: 'one' })).logGroups![0]!.retentionInDays, 1);
});

test('What a service refuses to delete is left behind by the cleanup, as AWS does.', async () => {
  await using disk = await FullDisk.start();
  const { stacks, groups } = begin(disk);
  await stacks.create('app', group('one', { DeletionProtectionEnabled: true }));
  const { StackStatus, StackId } = await stacks.update('app', group('two'));
  assert.equal(StackStatus, 'UPDATE_COMPLETE', (await stacks.events(StackId!)).join('\n'));
  assert.deepEqual(await groups(), ['one', 'two']);
});
