import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { startTestPlatform, type TestPlatform } from '../../packages/server/src/testing/test-platform.ts';
import { BIN, createFunction } from './process-kit.ts';

let platform: TestPlatform;
let lambda: LambdaClient;
before(async () => {
  platform = await startTestPlatform();
  lambda = new LambdaClient(platform.client);
  await createFunction(lambda, 'quiet', `exports.handler = async () => console.log('heard')`);
});
after(async () => {
  lambda.destroy();
  await platform[Symbol.asyncDispose]();
});

const logs = (...args: string[]) => logsOf('quiet', ...args);
const logsOf = (...args: string[]) =>
  spawn(process.execPath, [BIN, 'logs', ...args], { env: { ...process.env, ...platform.environment } });

test('without a log group yet, `hearth logs` says so and what to do', async () => {
  const child = logs();
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  assert.deepEqual(await once(child, 'close'), [1, null]);
  assert.match(
    said,
    /^hearth: ResourceNotFoundException: The specified log group does not exist\.\n .*A log begins with the first call\.\n$/,
  );
});

test('`hearth logs -f` waits for the log group, and shows what comes', async (t) => {
  const child = logs('-f');
  t.after(() => child.kill('SIGKILL'));
  const told = once(createInterface(child.stderr), 'line');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  assert.deepEqual(await told, ['Waiting for the log group /aws/lambda/quiet: a log begins with the first call.']);
  await lambda.send(new InvokeCommand({ FunctionName: 'quiet' }));
  const shown: string[] = [];
  while (!shown.at(-1)?.startsWith('REPORT ')) shown.push(String((await lines.next()).value));
  assert.ok(
    shown.some((line) => line.endsWith('heard')),
    shown.join('\n'),
  );
});

test('`hearth logs -f` says so when there is no such function either', async (t) => {
  const child = logsOf('nosuch', '-f');
  t.after(() => child.kill('SIGKILL'));
  assert.deepEqual(await once(createInterface(child.stderr), 'line'), [
    'There is no function nosuch yet; waiting for its log group /aws/lambda/nosuch. Ctrl-C ends it.',
  ]);
});

test('`hearth logs -f` of any log group asks for no function', async (t) => {
  const child = logsOf('/my/own/group', '-f');
  t.after(() => child.kill('SIGKILL'));
  assert.deepEqual(await once(createInterface(child.stderr), 'line'), [
    'Waiting for the log group /my/own/group: a log begins with the first call.',
  ]);
});
