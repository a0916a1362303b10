import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { strToU8, zipSync } from 'fflate';
import { startTestPlatform, type TestPlatform } from '../../packages/server/src/testing/test-platform.ts';
import { run } from './journey.contract.ts';
import { pythonClients } from './python-environment.ts';

/** Answers with the event that it was called with. */
const ECHO = `exports.handler = async (event) => ({
  statusCode: 201, headers: { 'x-from': 'function' }, body: JSON.stringify(event),
});`;

let platform: TestPlatform;
let bin: string;
const work = mkdtempSync(join(tmpdir(), 'hearth-boto3-'));

before(async () => {
  bin = await pythonClients();
  platform = await startTestPlatform();
});

after(async () => {
  await platform?.[Symbol.asyncDispose]();
  rmSync(work, { recursive: true });
});

/** Runs a script of `boto3/` against the platform; an assertion of it that fails rejects with its traceback. */
async function script(name: string, ...words: readonly string[]): Promise<void> {
  await run(join(bin, 'python'), [join(import.meta.dirname, 'boto3', name), ...words], {
    env: { ...process.env, ...platform.environment, AWS_MAX_ATTEMPTS: '1', PYTHONDONTWRITEBYTECODE: '1' },
  });
}

describe('boto3', { concurrency: true }, () => {
  test('uses S3 as programs do', () => script('s3.py'));

  test('deploys, updates and deletes stacks', () => script('cloudformation.py', 'boto-templates'));

  test('makes and imports REST APIs that call a function', async () => {
    const zip = join(work, 'echo.zip');
    writeFileSync(zip, zipSync({ 'index.js': strToU8(ECHO) }));
    await script('apigateway.py', zip);
  });
});
