import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { createFunction, startProcess, temporaryDirectory } from './process-kit.ts';

const ENVIRONMENT = `const id = require('node:crypto').randomUUID();
exports.handler = ({ waitMs = 0 }) => new Promise((done) => setTimeout(done, waitMs, id));`;

test(
  'ten parallel invocations of a slow function run at the same time, in an environment each',
  { timeout: 60_000 },
  async (t) => {
    const { lambda } = await startProcess(t, { data: temporaryDirectory(t) });
    await createFunction(lambda, 'slow', ENVIRONMENT, { Timeout: 30 });
    // Longer than the dearest start the scaling rule believes in: with less, a busy machine may rightly let calls share.
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        lambda.send(new InvokeCommand({ FunctionName: 'slow', Payload: '{"waitMs":4000}' })),
      ),
    );
    const environments = new Set(answers.map(({ Payload }) => Payload?.transformToString()));
    assert.equal(environments.size, 10);
  },
);

test('two hundred warm invocations in a row all run in the same environment', { timeout: 60_000 }, async (t) => {
  const { lambda } = await startProcess(t, { data: temporaryDirectory(t) });
  await createFunction(lambda, 'warm', ENVIRONMENT);
  const environments = new Set<string>();
  for (let call = 0; call < 200; call += 1) {
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: 'warm', Payload: '{}' }));
    environments.add(Payload?.transformToString() ?? '');
  }
  assert.equal(environments.size, 1);
});
