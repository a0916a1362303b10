import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { CreateFunctionCommand, LambdaClient, waitUntilFunctionActiveV2 } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { startTestPlatform, type TestPlatform } from '../../packages/server/src/testing/test-platform.ts';
import { BIN, createFunction, functionFrom } from './process-kit.ts';

let platform: TestPlatform;
before(async () => {
  platform = await startTestPlatform();
  const lambda = new LambdaClient(platform.client);
  await createFunction(lambda, 'hello', 'exports.handler = async () => "hi"');
  await createFunction(
    lambda,
    'hungry',
    'const all = []; exports.handler = () => new Promise(() => setInterval(() => all.push(Buffer.alloc(16e6, 1)), 5))',
    { MemorySize: 128, Timeout: 30 },
  );
  const ZipFile = zipSync({ 'index.mjs': strToU8('export const broken = ;') });
  const { FunctionName } = await lambda.send(
    new CreateFunctionCommand({ ...functionFrom('broken', ''), Code: { ZipFile } }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { FunctionName });
  lambda.destroy();
});
after(() => platform[Symbol.asyncDispose]());

/** Runs `hearth`; what it says on standard error. */
function hearth(...words: readonly string[]): Promise<{ readonly code: unknown; readonly said: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, ...platform.environment };
    execFile(process.execPath, [BIN, ...words], { env }, (error, _stdout, said) =>
      resolve({ code: error?.code ?? 0, said }),
    );
  });
}

test('a missing version or alias is told how to list them', async () => {
  for (const words of [['hello', '-q', 'nosuch'], ['hello:nosuch'], ['hello', '-q', '7']]) {
    const { code, said } = await hearth('invoke', ...words);
    assert.equal(code, 1);
    const remedy =
      'List what there is with `aws lambda list-aliases --function-name hello` or `aws lambda list-versions-by-function --function-name hello`.';
    assert.match(said, /^hearth: ResourceNotFoundException: Function not found: arn:/);
    assert.equal(said.split('\n')[1]?.trim(), remedy);
  }
});

test('a missing function is told how to list functions, and nothing of logs', async () => {
  for (const words of [['nosuch'], ['nosuch', '-q', 'live']]) {
    const { said } = await hearth('invoke', ...words);
    assert.match(said, /\n +List what there is with `aws lambda list-functions`, and check AWS_REGION\.\n$/);
  }
});

test('what the caller did wrong is said without advice to read the log of the platform', async () => {
  const { code, said } = await hearth('invoke', 'no such name');
  assert.equal(code, 1);
  assert.match(said, /^hearth: ValidationException: [^\n]*\n$/);
});

test('a function that ended out of memory is told to have more', async () => {
  const { code, said } = await hearth('invoke', 'hungry');
  assert.equal(code, 1);
  assert.match(said, /\nhearth: it used all of its 128 MB: raise MemorySize\n$/);
});

test('a syntax error whose place Node keeps to itself is told how to find it', async () => {
  const { said } = await hearth('invoke', 'broken');
  assert.match(said, /\nhearth: Node does not tell the place in an ES module; `node --check FILE` does\n$/);
});

test('wrong words end with the verb whose help tells the right ones', async () => {
  for (const [words, complaint] of [
    [['invoke'], /missing required argument 'name'/],
    [['invoke', 'hello', '--nosuch'], /unknown option '--nosuch'/],
    [['start', '--spares', '-1'], /a whole number, 0 or more/],
    [['start', '--port', '99999'], /a port from 0 to 65535/],
    [['start', '--port', '-1'], /a port from 0 to 65535/],
  ] as const) {
    const { code, said } = await hearth(...words);
    assert.equal(code, 1);
    assert.match(said, complaint);
    assert.ok(said.endsWith(`(hearth ${words[0]} --help shows what there is)\n`), said);
  }
  const { said } = await hearth('nosuch');
  assert.ok(said.endsWith('(hearth --help shows what there is)\n'), said);
});
