import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { BIN, createFunction, eventually, processesWith, startProcess, temporaryDirectory } from './process-kit.ts';

const run = promisify(execFile);

test('a second instance on the same data directory refuses and names the first', { timeout: 60_000 }, async (t) => {
  const data = temporaryDirectory(t);
  const first = await startProcess(t, { data });
  const second = run(process.execPath, [BIN, 'start', '--port', '0', '--data', data]);
  await assert.rejects(second, (error: { stderr: string; code: number }) => {
    assert.equal(error.code, 1);
    assert.match(error.stderr, new RegExp(String(first.pid)));
    assert.match(error.stderr, new RegExp(first.endpoint));
    return true;
  });
});

test('SIGINT lets a running invocation finish, then nothing is left running', { timeout: 60_000 }, async (t) => {
  const data = temporaryDirectory(t);
  const platform = await startProcess(t, { data });
  await createFunction(
    platform.lambda,
    'slow',
    'exports.handler = () => new Promise((done) => setTimeout(done, 800, "finished"));',
  );
  const answer = platform.lambda.send(new InvokeCommand({ FunctionName: 'slow' }));
  await eventually('the invocation has reached the platform', async () => {
    const other = await fetch(`${platform.endpoint}/_hearth/health`);
    return other.ok;
  });
  await new Promise((resolve) => setImmediate(resolve));
  platform.child.kill('SIGINT');
  assert.equal((await answer).Payload?.transformToString(), '"finished"');
  assert.equal(await platform.exited, 0);
  await eventually('nothing mentions the data directory', () => processesWith(data).length === 0);
});

test('an ephemeral data directory is gone afterwards', { timeout: 60_000 }, async (t) => {
  const work = temporaryDirectory(t);
  const platform = await startProcess(t, { env: { TMPDIR: work } });
  platform.child.kill('SIGTERM');
  assert.equal(await platform.exited, 0);
  assert.deepEqual(readdirSync(work), []);
});

test(
  'the shim continues on a Node 24 of the cache when it is started by an older Node, and takes the platform with it',
  { timeout: 180_000 },
  async (t) => {
    const { nodeBinary } = (await import('../../packages/server/src/engine/runtimes/node-installer.ts')) as {
      nodeBinary: (major: number, say: (line: string) => void) => Promise<string>;
    };
    for (const major of [18, 20]) {
      const node = await nodeBinary(major, () => {});
      const platform = await startProcess(t, { data: temporaryDirectory(t), node });
      assert.notEqual(platform.pid, platform.child.pid);
      platform.child.kill('SIGKILL');
      await once(platform.child, 'exit');
      await eventually(`the platform behind the shim on Node ${major} ended`, () => !exists(platform.pid));
    }
  },
);

test('the shim forwards signals and the exit code', { timeout: 180_000 }, async (t) => {
  const { nodeBinary } = (await import('../../packages/server/src/engine/runtimes/node-installer.ts')) as {
    nodeBinary: (major: number, say: (line: string) => void) => Promise<string>;
  };
  const node = await nodeBinary(18, () => {});
  const platform = await startProcess(t, { data: temporaryDirectory(t), node });
  platform.child.kill('SIGTERM');
  assert.equal(await platform.exited, 0);
  await assert.rejects(run(node, [BIN, 'start', '--port', 'none']), { code: 1 });
});

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('flags that contradict each other are refused', async () => {
  await assert.rejects(
    run(process.execPath, [BIN, 'start', '--ephemeral', '--data', '/tmp/x']),
    (error: { stderr: string }) => {
      assert.match(error.stderr, /--ephemeral.* cannot be used with .*--data/);
      return true;
    },
  );
});

test('an endpoint that is no URL is an error that says what to do', async () => {
  const env = { ...process.env, AWS_ENDPOINT_URL: 'nonsense' };
  await assert.rejects(run(process.execPath, [BIN, 'invoke', 'hello'], { env }), (error: { stderr: string }) => {
    assert.match(error.stderr, /AWS_ENDPOINT_URL/);
    assert.doesNotMatch(error.stderr, /bug of Hearth/);
    return true;
  });
});
