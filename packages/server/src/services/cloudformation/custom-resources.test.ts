import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DrivenClock } from '../../kernel/driven-clock.ts';
import { startTestPlatform } from '../../testing/test-platform.ts';
import { functionResource, ROLE, Stacks } from './testing/stacks.ts';

/** Answers by the `cfn-response` module that stands beside inline code. */
const ECHO = `
const response = require('cfn-response');
exports.handler = async (event, context) => {
  const { Value, Fail } = event.ResourceProperties;
  const refuses = Fail === 'true' && event.RequestType !== 'Delete';
  const data = { Upper: String(Value).toUpperCase(), Type: typeof Value, Old: event.OldResourceProperties?.Value ?? '' };
  await response.send(event, context, refuses ? 'FAILED' : 'SUCCESS', data, 'id-of-' + Value);
};`;

const ECHO_PYTHON = `
import cfnresponse
def handler(event, context):
    cfnresponse.send(event, context, cfnresponse.SUCCESS, {"Upper": event["ResourceProperties"]["Value"].upper()}, "py")
`;

function template(Value: unknown, more: Record<string, unknown> = {}) {
  return {
    Resources: {
      Role: ROLE,
      Echo: functionResource(ECHO, { FunctionName: 'echo' }),
      Thing: {
        Type: 'Custom::Thing',
        Properties: { ServiceToken: { 'Fn::GetAtt': ['Echo', 'Arn'] }, Value, ...more },
      },
    },
    Outputs: {
      Id: { Value: { Ref: 'Thing' } },
      Upper: { Value: { 'Fn::GetAtt': ['Thing', 'Upper'] } },
      Type: { Value: { 'Fn::GetAtt': ['Thing', 'Type'] } },
      Old: { Value: { 'Fn::GetAtt': ['Thing', 'Old'] } },
    },
  };
}

test('A custom resource is made, changed, replaced and deleted by its function.', async () => {
  await using platform = await startTestPlatform();
  const stacks = new Stacks(platform);
  const created = await stacks.create('app', template(5));
  assert.equal(created.StackStatus, 'CREATE_COMPLETE', (await stacks.events(created.StackId!)).join('\n'));
  assert.deepEqual(stacks.outputs(created), { Id: 'id-of-5', Upper: '5', Type: 'string', Old: '' });
  const updated = await stacks.update('app', template('b'));
  assert.deepEqual(stacks.outputs(updated), { Id: 'id-of-b', Upper: 'B', Type: 'string', Old: '5' });
  assert.deepEqual((await stacks.events(created.StackId!)).slice(-4), [
    'app UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'Thing DELETE_IN_PROGRESS',
    'Thing DELETE_COMPLETE',
    'app UPDATE_COMPLETE',
  ]);

  const failed = await stacks.update('app', template('c', { Fail: true }));
  assert.equal(failed.StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
  assert.deepEqual(stacks.outputs(failed), { Id: 'id-of-b', Upper: 'B', Type: 'string', Old: '5' });
  const reason =
    /^Thing UPDATE_FAILED Received response status \[FAILED\] from custom resource\. Message returned: See the details in CloudWatch Log Stream: .* \(RequestId: [-0-9a-f]{36}\)$/;
  assert.ok((await stacks.events(created.StackId!)).some((line) => reason.test(line)));
  assert.equal((await stacks.delete('app')).StackStatus, 'DELETE_COMPLETE');
});

test('A function in Python answers through cfnresponse.', async () => {
  await using platform = await startTestPlatform();
  const stacks = new Stacks(platform);
  const python = functionResource(ECHO_PYTHON, { Runtime: 'python3.13', Handler: 'index.handler' });
  const base = template('x');
  const { Id, Upper } = base.Outputs;
  const created = await stacks.create('app', {
    Resources: { ...base.Resources, Echo: python },
    Outputs: { Id, Upper },
  });
  assert.deepEqual(
    stacks.outputs(created),
    { Id: 'py', Upper: 'X' },
    (await stacks.events(created.StackId!)).join('\n'),
  );
});

test('A function that fails to make a resource is told to delete it.', async () => {
  await using platform = await startTestPlatform();
  const stacks = new Stacks(platform);
  const failed = await stacks.create('app', template('a', { Fail: true }));
  assert.equal(failed.StackStatus, 'ROLLBACK_COMPLETE');
  const events = (await stacks.events(failed.StackId!)).filter((line) => line.startsWith('Thing'));
  assert.deepEqual(events.slice(-2), ['Thing DELETE_IN_PROGRESS', 'Thing DELETE_COMPLETE']);
});

test('A response URL takes only what it was made for.', async () => {
  await using platform = await startTestPlatform();
  await new Stacks(platform).client.describeStacks({});
  const put = (path: string, method = 'PUT') =>
    fetch(`${platform.endpoint}/_hearth/cfn-response/${path}`, { method, ...(method === 'PUT' && { body: '{}' }) });
  assert.equal((await put('made-up.signature')).status, 403);
  assert.equal((await put('made-up.signature', 'GET')).status, 405);
});

/** Answers with the event itself, or too much of it. */
const TELL = `
exports.handler = async (event) => {
  const { StackId, RequestId, LogicalResourceId, ResponseURL, ...rest } = event;
  const Data = { Event: JSON.stringify(rest), Filler: 'x'.repeat(Number(event.ResourceProperties.Filler ?? 0)) };
  const answer = { Status: 'SUCCESS', PhysicalResourceId: 'told', StackId, RequestId, LogicalResourceId, Data };
  await fetch(ResponseURL, { method: 'PUT', body: JSON.stringify(answer), headers: { 'content-type': '' } });
};`;

function telling(source: string, properties: Record<string, unknown>, FunctionName = 'tell') {
  return {
    Resources: {
      Role: ROLE,
      Tell: functionResource(source, { FunctionName }),
      Thing: {
        Type: 'Custom::Thing',
        Properties: { ServiceToken: { 'Fn::GetAtt': ['Tell', 'Arn'] }, ...properties },
      },
    },
  };
}

test('A function is told what AWS tells it: all values as texts, and on an update those of before.', async () => {
  await using platform = await startTestPlatform();
  const stacks = new Stacks(platform);
  const Outputs = { Event: { Value: { 'Fn::GetAtt': ['Thing', 'Event'] } } };
  const told = (stack: Parameters<Stacks['outputs']>[0]) => JSON.parse(stacks.outputs(stack).Event!) as unknown;
  const ServiceToken = 'arn:aws:lambda:us-east-1:000000000000:function:tell';
  const before = { Number: 1.5, Flag: true, List: [1, { Deep: false }] };
  const created = await stacks.create('app', { ...telling(TELL, before), Outputs });
  const first = { ServiceToken, Number: '1.5', Flag: 'true', List: ['1', { Deep: 'false' }] };
  assert.deepEqual(told(created), {
    RequestType: 'Create',
    ServiceToken,
    ResourceType: 'Custom::Thing',
    ResourceProperties: first,
  });
  const updated = await stacks.update('app', { ...telling(TELL, { Number: 2 }), Outputs });
  assert.deepEqual(told(updated), {
    RequestType: 'Update',
    ServiceToken,
    PhysicalResourceId: 'told',
    ResourceType: 'Custom::Thing',
    ResourceProperties: { ServiceToken, Number: '2' },
    OldResourceProperties: first,
  });
});

test('An answer of more than 4096 bytes, and none within the time, fail the resource.', async () => {
  const clock = new DrivenClock();
  await using platform = await startTestPlatform({ clock });
  const stacks = new Stacks(platform);
  const long = await stacks.create('long', telling(TELL, { Filler: 4096 }), { OnFailure: 'DO_NOTHING' });
  assert.ok((await stacks.events(long.StackId!)).includes('Thing CREATE_FAILED Response object is too long.'));

  const silent = telling('exports.handler = async () => {}', { ServiceTimeout: 30 }, 'silent');
  const { StackId } = await stacks.client.createStack({
    StackName: 'silent',
    TemplateBody: JSON.stringify(silent),
    Capabilities: ['CAPABILITY_IAM'],
    OnFailure: 'DO_NOTHING',
  });
  const status = async () =>
    (await stacks.events(StackId!)).find((line) => /^Thing CREATE_(IN_PROGRESS|FAILED)/.test(line));
  while (!(await status()));
  while (!(await stacks.events(StackId!)).some((line) => line.startsWith('Thing CREATE_FAILED'))) {
    await clock.advance(10_000);
  }
  const reason =
    /^Thing CREATE_FAILED CloudFormation did not receive a response from your Custom Resource\. Please check your logs for requestId \[[-0-9a-f]{36}\]\./;
  assert.ok((await stacks.events(StackId!)).some((line) => reason.test(line)));
});
