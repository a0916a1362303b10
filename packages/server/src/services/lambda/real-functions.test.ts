import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  LambdaClient,
  PublishLayerVersionCommand,
  UpdateFunctionCodeCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { startTestPlatform } from '../../testing/test-platform.ts';
import { functionInput, zipOf } from './testing/lambda-platform.ts';

const WAIT = { maxWaitTime: 120, minDelay: 1, maxDelay: 1 };

test('a zip answers, logs, is updated, uses a layer and streams, on the real engine', async () => {
  await using platform = await startTestPlatform();
  const lambda = new LambdaClient(platform.client);
  const layer = await lambda.send(
    new PublishLayerVersionCommand({
      LayerName: 'greeting',
      Content: { ZipFile: zipOf('module.exports = "hello"', 'nodejs/node_modules/greeting/index.js') },
    }),
  );
  const source = (version: number) =>
    `const greeting = require('greeting');
     exports.handler = async (event) => { console.log('seen'); return { greeting, event, key: process.env.KEY, version: ${version} }; };`;
  await lambda.send(
    new CreateFunctionCommand({
      ...functionInput('hello', source(1)),
      Runtime: 'nodejs24.x',
      Layers: [layer.LayerVersionArn!],
      Environment: { Variables: { KEY: 'value' } },
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, ...WAIT }, { FunctionName: 'hello' });

  const first = await lambda.send(new InvokeCommand({ FunctionName: 'hello', Payload: '{"a":1}', LogType: 'Tail' }));
  assert.deepEqual(parse(first.Payload), { greeting: 'hello', event: { a: 1 }, key: 'value', version: 1 });
  assert.match(Buffer.from(first.LogResult!, 'base64').toString(), /INFO\tseen\n[^]*REPORT RequestId: /);

  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'hello', ZipFile: zipOf(source(2)) }));
  await waitUntilFunctionUpdatedV2({ client: lambda, ...WAIT }, { FunctionName: 'hello' });
  const second = await lambda.send(new InvokeCommand({ FunctionName: 'hello' }));
  assert.deepEqual(parse(second.Payload), { greeting: 'hello', event: {}, key: 'value', version: 2 });

  const streamed = await lambda.send(new InvokeWithResponseStreamCommand({ FunctionName: 'hello' }));
  let text = '';
  for await (const event of streamed.EventStream!) text += Buffer.from(event.PayloadChunk?.Payload ?? []).toString();
  assert.equal((JSON.parse(text) as { version: number }).version, 2);
  assert.equal((await lambda.send(new GetFunctionCommand({ FunctionName: 'hello' }))).Configuration!.State, 'Active');
});

function parse(payload: Uint8Array | undefined): unknown {
  return JSON.parse(Buffer.from(payload!).toString());
}
