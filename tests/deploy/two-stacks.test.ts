import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { startTestPlatform } from '../../packages/server/src/testing/test-platform.ts';
import { App } from './deploy-kit.ts';
import { whatIsLeft } from './what-is-left.ts';

/** Two functions, a layer, a custom resource that one of them answers for, and an export. */
const BACKEND = {
  'serverless.yml': `
service: backend
provider:
  name: aws
  runtime: nodejs22.x
  region: us-east-1
package:
  individually: true
  patterns: ['!layer/**']
layers:
  greetings:
    path: layer
functions:
  greeter:
    handler: greeter.handler
    layers: [!Ref GreetingsLambdaLayer]
    environment:
      SEED: !GetAtt Seed.Value
  seeder:
    handler: seeder.handler
    timeout: 20
resources:
  Resources:
    Seed:
      Type: Custom::Seed
      Properties:
        ServiceToken: !GetAtt SeederLambdaFunction.Arn
        Words: [one, 2, true]
        Generation: first
  Outputs:
    GreeterName:
      Value: !Ref GreeterLambdaFunction
      Export: { Name: greeter-name }
    SeedId:
      Value: !Ref Seed
`,
  'greeter.js': `
const { greet } = require('greetings');
exports.handler = async ({ name }) => ({ greeting: greet(name), seed: process.env.SEED });
`,
  'seeder.js': `
exports.handler = async (event) => {
  console.log(JSON.stringify(event));
  const { Words, Generation } = event.ResourceProperties;
  const body = JSON.stringify({
    Status: Generation === 'broken' ? 'FAILED' : 'SUCCESS',
    Reason: 'the seed is broken',
    PhysicalResourceId: 'seed-' + Generation,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    Data: { Value: [event.RequestType, ...(Words || [])].join('-') },
  });
  await fetch(event.ResponseURL, { method: 'PUT', body, headers: { 'content-type': '' } });
};
`,
  'layer/nodejs/node_modules/greetings/index.js': `exports.greet = (name) => 'hello ' + name;`,
};

/** Imports what the other exports. */
const FRONTEND = {
  'serverless.yml': `
service: frontend
provider:
  name: aws
  runtime: nodejs22.x
  region: us-east-1
functions:
  caller:
    handler: caller.handler
    environment:
      GREETER: !ImportValue greeter-name
`,
  'caller.js': `exports.handler = async () => process.env.GREETER;`,
};

test(
  'two apps with functions, layers, custom resources, outputs and imports live and die together',
  { timeout: 300_000 },
  async (t) => {
    await using platform = await startTestPlatform();
    const lambda = new LambdaClient(platform.client);
    const cloudformation = new CloudFormationClient(platform.client);
    t.after(() => {
      lambda.destroy();
      cloudformation.destroy();
    });
    const backend = await App.of(t, BACKEND, platform);
    const frontend = await App.of(t, FRONTEND, platform);

    const invoke = async (FunctionName: string, event: object = {}) => {
      const { Payload, FunctionError } = await lambda.send(
        new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
      );
      const answer = Payload!.transformToString();
      assert.equal(FunctionError, undefined, answer);
      return JSON.parse(answer) as unknown;
    };
    const outputs = async (StackName: string) => {
      const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName }));
      return Object.fromEntries(
        (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
      );
    };

    await t.test('a custom resource is made by its function, and its data reaches the other one', async () => {
      await backend.osls('deploy');
      assert.deepEqual(await invoke('backend-dev-greeter', { name: 'you' }), {
        greeting: 'hello you',
        seed: 'Create-one-2-true',
      });
      assert.equal((await outputs('backend-dev')).SeedId, 'seed-first');
    });

    await t.test('another app imports what this one exports', async () => {
      await frontend.osls('deploy');
      assert.equal(await invoke('frontend-dev-caller'), 'backend-dev-greeter');
    });

    await t.test('an update reaches the custom resource', async () => {
      await backend.edit('serverless.yml', 'Generation: first', 'Generation: second');
      await backend.osls('deploy');
      assert.deepEqual(await invoke('backend-dev-greeter', { name: 'you' }), {
        greeting: 'hello you',
        seed: 'Update-one-2-true',
      });
      assert.equal((await outputs('backend-dev')).SeedId, 'seed-second');
    });

    await t.test('an update that fails is rolled back, and the tool says why', async () => {
      await backend.edit('serverless.yml', 'Generation: second', 'Generation: broken');
      await assert.rejects(backend.osls('deploy'), /the seed is broken/);
      assert.equal((await outputs('backend-dev')).SeedId, 'seed-second');
      await backend.edit('serverless.yml', 'Generation: broken', 'Generation: second');
      await backend.osls('deploy');
    });

    await t.test('what is imported cannot be removed before its importer', async () => {
      await assert.rejects(backend.osls('remove'), /greeter-name.*in use by frontend-dev/);
      await frontend.osls('remove');
      // The tool's own remove does not take a bucket that the first attempt has emptied (osls 3.63.2 with SDK v3).
      await backend.hearth('remove');
      const { logGroups = [], ...left } = await whatIsLeft(platform.client);
      assert.deepEqual(left, {});
      // The seeder runs while its stack goes: as on AWS, its last lines may come after its log group was deleted.
      assert.ok(
        logGroups.every((name) => name === '/aws/lambda/backend-dev-seeder'),
        logGroups.join(),
      );
    });
  },
);
