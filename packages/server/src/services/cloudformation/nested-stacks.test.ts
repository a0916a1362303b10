import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { S3 } from '@aws-sdk/client-s3';
import { startTestPlatform } from '../../testing/test-platform.ts';
import { functionResource, ROLE, Stacks } from './testing/stacks.ts';

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

test('A stack can be deleted while it is created, and an update cancelled.', async () => {
  await using platform = await startTestPlatform();
  const stacks = new Stacks(platform);
  const { client } = stacks;
  const silent = (more: Record<string, unknown> = {}) => ({
    Resources: {
      Role: ROLE,
      Never: functionResource('exports.handler = async () => {}', { FunctionName: 'never' }),
      Log: { Type: 'AWS::Logs::LogGroup' },
      ...more,
    },
  });
  const waiting = {
    Thing: { Type: 'Custom::Silent', Properties: { ServiceToken: { 'Fn::GetAtt': ['Never', 'Arn'] } } },
  };
  const begun = async (id: string) => {
    for (;;) {
      if ((await stacks.events(id)).includes('Thing CREATE_IN_PROGRESS')) return;
    }
  };
  const Capabilities = ['CAPABILITY_IAM' as const];
  const TemplateBody = JSON.stringify(silent(waiting));
  const { StackId } = await client.createStack({ StackName: 'app', TemplateBody, Capabilities });
  await begun(StackId!);
  await client.deleteStack({ StackName: 'app' });
  assert.equal((await stacks.settled(StackId!)).StackStatus, 'DELETE_COMPLETE');
  assert.ok((await stacks.events(StackId!)).includes('Thing CREATE_FAILED Resource creation cancelled'));

  const second = await stacks.create('app', silent());
  await client.updateStack({ StackName: 'app', TemplateBody, Capabilities });
  await assert.rejects(client.updateStack({ StackName: 'app', TemplateBody, Capabilities }), {
    message: `Stack:${second.StackId} is in UPDATE_IN_PROGRESS state and can not be updated.`,
  });
  await begun(second.StackId!);
  await client.cancelUpdateStack({ StackName: 'app' });
  assert.equal((await stacks.settled(second.StackId!)).StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
});
