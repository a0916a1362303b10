import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { createFunction, startProcess, temporaryDirectory } from './process-kit.ts';

const SECOND = 'exports.handler = () => new Promise((done) => setTimeout(done, 1000));';
const ENVIRONMENT = `const id = require('node:crypto').randomUUID();
exports.handler = async () => id;`;

test('ten parallel invocations of a one-second function take little more than a second', { timeout: 60_000 }, async (t) => {
  const { lambda } = await startProcess(t, { data: temporaryDirectory(t) });
  await createFunction(lambda, 'second', SECOND, { Timeout: 10 });
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: 10 }, () => lambda.send(new InvokeCommand({ FunctionName: 'second' }))));
  const seconds = (performance.now() - startedAt) / 1000;
  // Two rounds would take two seconds; the rest is room for ten cold starts on two noisy cores.
  assert.ok(seconds < 1.9, `took ${seconds.toFixed(2)} s`);
});

test('two hundred warm invocations in a row all run in the same environment', { timeout: 60_000 }, async (t) => {
  const { lambda } = await startProcess(t, { data: temporaryDirectory(t) });
  await createFunction(lambda, 'environment', ENVIRONMENT);
  const environments = new Set<string>();
  for (let call = 0; call < 200; call += 1) {
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: 'environment' }));
    environments.add(Payload?.transformToString() ?? '');
  }
  assert.equal(environments.size, 1);
});
