import assert from 'node:assert/strict';
import { test } from 'node:test';
import { S3 } from '@aws-sdk/client-s3';
import { startTestPlatform } from '../../testing/test-platform.ts';
import { logGroup, ROLE, Stacks } from './testing/stacks.ts';

test('Wrong requests are answered in the words of AWS.', async () => {
  await using platform = await startTestPlatform();
  const stacks = new Stacks(platform);
  const { client } = stacks;
  const create = (template: unknown, Capabilities: 'CAPABILITY_IAM'[] = []) =>
    client.createStack({ StackName: 'app', TemplateBody: JSON.stringify(template), Capabilities });
  const cases: readonly [() => Promise<unknown>, string, string][] = [
    [() => client.describeStacks({ StackName: 'no' }), 'ValidationError', 'Stack with id no does not exist'],
    [() => client.getTemplate({ StackName: 'no' }), 'ValidationError', 'Stack with id no does not exist'],
    [() => client.describeStackEvents({ StackName: 'no' }), 'ValidationError', 'Stack [no] does not exist'],
    [() => client.updateStack({ StackName: 'no', TemplateBody: '{}' }), 'ValidationError', 'Stack [no] does not exist'],
    [
      () =>
        client.createChangeSet({
          StackName: 'no',
          ChangeSetName: 'change',
          ChangeSetType: 'UPDATE',
          TemplateBody: '{}',
        }),
      'ValidationError',
      'Stack [no] does not exist',
    ],
    [
      () => create({ Resources: { A: logGroup() }, Transform: 'AWS::LanguageExtensions' }),
      'InsufficientCapabilitiesException',
      'Requires capabilities : [CAPABILITY_AUTO_EXPAND]',
    ],
    [
      () => client.createStack({ StackName: 'a'.repeat(129), TemplateBody: '{}' }),
      'ValidationError',
      `1 validation error detected: Value '${'a'.repeat(129)}' at 'stackName' failed to satisfy constraint: Member must have length less than or equal to 128`,
    ],
    [
      () => create({ Resources: { A: { Type: 'AWS::Nothing::Here' } } }),
      'ValidationError',
      'Template format error: Unrecognized resource types: [AWS::Nothing::Here]. Hearth may not have them yet: NotImplemented',
    ],
    [
      () => create({ Resources: { A: logGroup('/x', { Tags: [{ Ref: 'Nobody' }] }) } }),
      'ValidationError',
      'Template format error: Unresolved resource dependencies [Nobody] in the Resources block of the template',
    ],
    [
      () => create({ Resources: { A: { ...logGroup(), DependsOn: 'B' }, B: { ...logGroup(), DependsOn: 'A' } } }),
      'ValidationError',
      'Circular dependency between resources: [A, B]',
    ],
    [
      () => create({ Resources: { Role: ROLE } }),
      'InsufficientCapabilitiesException',
      'Requires capabilities : [CAPABILITY_IAM]',
    ],
    [
      () =>
        create({ Resources: { Role: { ...ROLE, Properties: { ...ROLE.Properties, RoleName: 'x' } } } }, [
          'CAPABILITY_IAM',
        ]),
      'InsufficientCapabilitiesException',
      'Requires capabilities : [CAPABILITY_NAMED_IAM]',
    ],
    [
      () => client.createStack({ StackName: 'a_b', TemplateBody: '{}' }),
      'ValidationError',
      "1 validation error detected: Value 'a_b' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*",
    ],
  ];
  for (const [call, name, message] of cases) await assert.rejects(call(), { name, message });
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

test('Templates and tags are held to the limits of AWS.', async () => {
  await using platform = await startTestPlatform();
  const { client } = new Stacks(platform);
  const s3 = new S3({ ...platform.client, forcePathStyle: true });
  await s3.createBucket({ Bucket: 'templates' });
  const ofSize = (bytes: number) => {
    const template = { Resources: { Log: logGroup() }, Metadata: { Filler: '' } };
    template.Metadata.Filler = 'x'.repeat(bytes - JSON.stringify(template).length);
    return JSON.stringify(template);
  };
  const put = async (bytes: number) => {
    await s3.putObject({ Bucket: 'templates', Key: `${bytes}.json`, Body: ofSize(bytes) });
    return `https://s3.amazonaws.com/templates/${bytes}.json`;
  };
  await client.validateTemplate({ TemplateBody: ofSize(51_200) });
  await assert.rejects(client.validateTemplate({ TemplateBody: ofSize(51_201) }), {
    name: 'ValidationError',
    message: /at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200$/,
  });
  await client.validateTemplate({ TemplateURL: await put(1_000_000) });
  await assert.rejects(client.validateTemplate({ TemplateURL: await put(1_000_001) }), {
    name: 'ValidationError',
    message: 'Template may not exceed 1000000 bytes in size.',
  });
  await assert.rejects(client.validateTemplate({ TemplateURL: 'nonsense' }), {
    message: 'TemplateURL must be a supported URL.',
  });
  const Tags = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: 'x' }));
  await assert.rejects(client.createStack({ StackName: 'app', TemplateBody: ofSize(200), Tags }), {
    message: /at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50$/,
  });
});

test('A stack that is deleted is found by its id alone, and is updated no more.', async () => {
  await using platform = await startTestPlatform();
  const stacks = new Stacks(platform);
  const { client } = stacks;
  const TemplateBody = JSON.stringify({ Resources: { Log: logGroup() } });
  const { StackId } = await stacks.create('app', { Resources: { Log: logGroup() } });
  const [, inProgress, created] = (await client.describeStackEvents({ StackName: 'app' }))
    .StackEvents!.toReversed()
    .filter(({ ResourceType }) => ResourceType === 'AWS::Logs::LogGroup')
    .map(({ PhysicalResourceId, ResourceStatusReason }) => [PhysicalResourceId, ResourceStatusReason]);
  assert.match(inProgress![0]!, /^app-Log-[A-Za-z0-9]{12}$/);
  assert.deepEqual(created, [inProgress![0], undefined]);
  await stacks.delete('app');
  assert.equal((await client.describeStacks({ StackName: StackId! })).Stacks![0]!.StackStatus, 'DELETE_COMPLETE');
  await assert.rejects(client.describeStacks({ StackName: 'app' }), { message: 'Stack with id app does not exist' });
  await assert.rejects(client.updateStack({ StackName: StackId!, TemplateBody }), {
    name: 'ValidationError',
    message: `Stack:${StackId} is in DELETE_COMPLETE state and can not be updated.`,
  });
  // The name is free again.
  assert.notEqual((await stacks.create('app', { Resources: { Log: logGroup() } })).StackId, StackId);
});

test('Change sets with a transform need no acknowledgement, and say so in other words when they are empty.', async () => {
  await using platform = await startTestPlatform();
  const stacks = new Stacks(platform);
  const { client } = stacks;
  const template = { Transform: 'AWS::LanguageExtensions', Resources: { Log: logGroup('/log') } };
  const plan = async (ChangeSetName: string, ChangeSetType: 'CREATE' | 'UPDATE') => {
    const TemplateBody = JSON.stringify(template);
    const { Id } = await client.createChangeSet({ StackName: 'app', ChangeSetName, ChangeSetType, TemplateBody });
    return client.describeChangeSet({ ChangeSetName: Id! });
  };
  const { ExecutionStatus, StackId } = await plan('first', 'CREATE');
  assert.equal(ExecutionStatus, 'AVAILABLE');
  await client.executeChangeSet({ StackName: 'app', ChangeSetName: 'first' });
  assert.equal((await stacks.settled(StackId!)).StackStatus, 'CREATE_COMPLETE');
  const { Status, StatusReason } = await plan('same', 'UPDATE');
  assert.deepEqual([Status, StatusReason], ['FAILED', 'No updates are to be performed.']);
  await assert.rejects(plan('other', 'CREATE'), {
    name: 'ValidationError',
    message: 'Stack [app] already exists and cannot be created again with the changeSet [other].',
  });
  await assert.rejects(client.describeChangeSet({ StackName: 'app', ChangeSetName: 'nothing' }), (error: Error) => {
    const { $metadata, message } = error as Error & { $metadata: { httpStatusCode: number } };
    assert.deepEqual([$metadata.httpStatusCode, message], [404, 'ChangeSet [nothing] does not exist']);
    return true;
  });
});
