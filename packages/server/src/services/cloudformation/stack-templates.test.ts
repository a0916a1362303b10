import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { S3 } from '@aws-sdk/client-s3';
import { startTestPlatform } from '../../testing/test-platform.ts';
import { logGroup, Stacks } from './testing/stacks.ts';

test('A property that is not known, or does not fit, fails its resource with its path.', async () => {
  await using platform = await startTestPlatform();
  const stacks = new Stacks(platform);
  const failed = await stacks.create('app', {
    Resources: { Log: logGroup('/a', { RetentionInDays: 'many', Colour: 'red' }) },
  });
  const events = await stacks.events(failed.StackId!);
  assert.ok(
    events.includes(
      'Log CREATE_FAILED Properties validation failed for resource Log with message:\n[#/RetentionInDays: expected type: Integer, found: String, #: extraneous key [Colour] is not permitted]',
    ),
    events.join('\n'),
  );
  assert.equal(failed.StackStatus, 'ROLLBACK_COMPLETE');
});

test('DeletionPolicy and UpdateReplacePolicy keep what they say.', async () => {
  await using platform = await startTestPlatform();
  const stacks = new Stacks(platform);
  const logs = new CloudWatchLogs(platform.client);
  const policies = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
  await stacks.create('app', { Resources: { Log: { ...logGroup('/one'), ...policies }, Other: logGroup('/other') } });
  await stacks.update('app', { Resources: { Log: { ...logGroup('/two'), ...policies }, Other: logGroup('/other') } });
  const deleted = await stacks.delete('app');
  assert.ok((await stacks.events(deleted.StackId!)).includes('Log DELETE_SKIPPED'));
  assert.deepEqual(
    (await logs.describeLogGroups({})).logGroups!.map((it) => it.logGroupName),
    ['/one', '/two'],
  );
});

test('Parameters, conditions, mappings and secrets take effect.', async () => {
  await using platform = await startTestPlatform();
  const stacks = new Stacks(platform);
  const template = `
AWSTemplateFormatVersion: '2010-09-09'
Description: parameters
Parameters:
  Stage: { Type: String, AllowedValues: [dev, prod] }
  Days: { Type: Number, Default: 7 }
  Secret: { Type: String, NoEcho: true }
Mappings:
  Names: { dev: { group: /small }, prod: { group: /large } }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Log:
    Type: AWS::Logs::LogGroup
    Properties:
      LogGroupName: !FindInMap [Names, !Ref Stage, group]
      RetentionInDays: !Ref Days
      Tags: [{ Key: secret, Value: !Sub 's-\${Secret}' }]
  Extra: { Type: AWS::Logs::LogGroup, Condition: IsProd }
Outputs:
  Name: { Value: !Sub '\${AWS::StackName}:\${Log}:\${Log.Arn}' }
  Extra: { Condition: IsProd, Value: !Ref Extra }
`;
  const parameters = (stage: string) => [
    { ParameterKey: 'Stage', ParameterValue: stage },
    { ParameterKey: 'Secret', ParameterValue: 'hush' },
  ];
  await assert.rejects(stacks.create('app', template, { Parameters: parameters('test') }), {
    message: "Parameter 'Stage' must be one of AllowedValues",
  });
  const dev = await stacks.create('app', template, { Parameters: parameters('dev') });
  assert.equal(stacks.outputs(dev).Name, 'app:/small:arn:aws:logs:us-east-1:000000000000:log-group:/small:*');
  assert.deepEqual(dev.Parameters!.find((it) => it.ParameterKey === 'Secret')!.ParameterValue, '****');
  const { StackEvents } = await stacks.client.describeStackEvents({ StackName: 'app' });
  assert.ok(!JSON.stringify(StackEvents).includes('hush'));
  const prod = await stacks.client.updateStack({
    StackName: 'app',
    UsePreviousTemplate: true,
    Parameters: [
      { ParameterKey: 'Stage', ParameterValue: 'prod' },
      { ParameterKey: 'Secret', UsePreviousValue: true },
    ],
  });
  assert.match(stacks.outputs(await stacks.settled(prod.StackId!)).Extra!, /^app-Extra-[A-Za-z0-9]{12}$/);
});

test('A template comes from S3 by whatever name AWS gives to S3.', async () => {
  await using platform = await startTestPlatform();
  const stacks = new Stacks(platform);
  const s3 = new S3({ ...platform.client, forcePathStyle: true });
  await s3.createBucket({ Bucket: 'templates' });
  await s3.putObject({
    Bucket: 'templates',
    Key: 'a b/t.json',
    Body: JSON.stringify({ Resources: { Log: logGroup() } }),
  });
  for (const TemplateURL of [
    'https://s3.amazonaws.com/templates/a%20b/t.json',
    'https://s3.us-east-1.amazonaws.com/templates/a%20b/t.json',
    'https://templates.s3.eu-west-1.amazonaws.com/a%20b/t.json',
    `${platform.endpoint}/templates/a%20b/t.json`,
  ]) {
    assert.deepEqual((await stacks.client.validateTemplate({ TemplateURL })).Parameters ?? [], []);
  }
  const { StackId } = await stacks.client.createStack({
    StackName: 'app',
    TemplateURL: 'https://s3.amazonaws.com/templates/a%20b/t.json',
  });
  assert.equal((await stacks.settled(StackId!)).StackStatus, 'CREATE_COMPLETE');
  await assert.rejects(stacks.client.validateTemplate({ TemplateURL: 'https://example.com/t.json' }), {
    message: 'S3 error: Domain name specified in example.com is not a valid S3 domain',
  });
});
