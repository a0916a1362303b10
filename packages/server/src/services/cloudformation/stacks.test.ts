import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { IAM } from '@aws-sdk/client-iam';
import { Lambda } from '@aws-sdk/client-lambda';
import { S3 } from '@aws-sdk/client-s3';
import { startTestPlatform } from '../../testing/test-platform.ts';
import { functionResource, ROLE, Stacks } from './testing/stacks.ts';

const logGroup = (name?: string, more: Record<string, unknown> = {}) => ({
  Type: 'AWS::Logs::LogGroup',
  Properties: { ...(name && { LogGroupName: name }), ...more },
});

test('A stack creates a role, a log group and a function, updates and replaces them, and deletes them.', async () => {
  await using platform = await startTestPlatform();
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
  assert.deepEqual((await lambda.getFunction({ FunctionName: 'hello' })).Tags, { STAGE: 'dev' });
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

test('A creation that fails is rolled back, and its events say why.', async () => {
  await using platform = await startTestPlatform();
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

test('An update that fails goes back to exactly what was there.', async () => {
  await using platform = await startTestPlatform();
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
  assert.deepEqual(
    resources.map((it) => [it.LogicalResourceId, it.PhysicalResourceId]),
    [
      ['Kept', '/kept'],
      ['Moved', '/old'],
    ],
  );
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

test('Exports are imported by other stacks, and cannot go while they are.', async () => {
  await using platform = await startTestPlatform();
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
    Resources: { Log: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: { 'Fn::ImportValue': 'nowhere' } } } },
  });
  assert.ok((await stacks.events(missing.StackId!)).includes('Log CREATE_FAILED No export named nowhere found.'));
  await stacks.delete('taker');
  assert.equal((await stacks.delete('giver')).StackStatus, 'DELETE_COMPLETE');
});

test('Wrong requests are answered in the words of AWS.', async () => {
  await using platform = await startTestPlatform();
  const stacks = new Stacks(platform);
  const { client } = stacks;
  const create = (template: unknown, Capabilities: 'CAPABILITY_IAM'[] = []) =>
    client.createStack({ StackName: 'app', TemplateBody: JSON.stringify(template), Capabilities });
  const cases: readonly [Promise<unknown>, string, string][] = [
    [client.describeStacks({ StackName: 'no' }), 'ValidationError', 'Stack with id no does not exist'],
    [client.describeStackEvents({ StackName: 'no' }), 'ValidationError', 'Stack [no] does not exist'],
    [client.updateStack({ StackName: 'no', TemplateBody: '{}' }), 'ValidationError', 'Stack [no] does not exist'],
    [
      create({ Resources: { A: { Type: 'AWS::Nothing::Here' } } }),
      'ValidationError',
      'Template format error: Unrecognized resource types: [AWS::Nothing::Here]',
    ],
    [
      create({ Resources: { A: logGroup('/x', { Tags: [{ Ref: 'Nobody' }] }) } }),
      'ValidationError',
      'Template format error: Unresolved resource dependencies [Nobody] in the Resources block of the template',
    ],
    [
      create({ Resources: { A: { ...logGroup(), DependsOn: 'B' }, B: { ...logGroup(), DependsOn: 'A' } } }),
      'ValidationError',
      'Circular dependency between resources: [A, B]',
    ],
    [
      create({ Resources: { Role: ROLE } }),
      'InsufficientCapabilitiesException',
      'Requires capabilities : [CAPABILITY_IAM]',
    ],
    [
      create({ Resources: { Role: { ...ROLE, Properties: { ...ROLE.Properties, RoleName: 'x' } } } }, [
        'CAPABILITY_IAM',
      ]),
      'InsufficientCapabilitiesException',
      'Requires capabilities : [CAPABILITY_NAMED_IAM]',
    ],
    [
      client.createStack({ StackName: 'a_b', TemplateBody: '{}' }),
      'ValidationError',
      "1 validation error detected: Value 'a_b' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*",
    ],
  ];
  for (const [call, name, message] of cases) await assert.rejects(call, { name, message });
  await client.deleteStack({ StackName: 'no' });
  await stacks.create('app', { Resources: { Log: logGroup() } }, { EnableTerminationProtection: true });
  await assert.rejects(create({ Resources: { Log: logGroup() } }), {
    name: 'AlreadyExistsException',
    message: 'Stack [app] already exists',
  });
  await assert.rejects(client.deleteStack({ StackName: 'app' }), {
    message: 'Stack [app] cannot be deleted while TerminationProtection is enabled',
  });
  await assert.rejects(client.describeStackResource({ StackName: 'app', LogicalResourceId: 'X' }), {
    message: 'Resource X does not exist for stack app',
  });
  await client.updateTerminationProtection({ StackName: 'app', EnableTerminationProtection: false });
  assert.equal((await stacks.delete('app')).StackStatus, 'DELETE_COMPLETE');
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
