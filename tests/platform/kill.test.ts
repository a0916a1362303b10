import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { CreateFunctionCommand, GetFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import {
  createFunction,
  eventually,
  functionFrom,
  processesWith,
  startProcess,
  temporaryDirectory,
} from './process-kit.ts';

const BUSY = `exports.handler = async (event) => {
  if (event.spin) for (;;) {}
  await fetch(event.report);
};`;

/** Who has run says so by itself: a log that was written in the moment of a kill may be lost. */
async function roll(t: TestContext): Promise<{ readonly url: string; readonly reported: ReadonlySet<string> }> {
  const reported = new Set<string>();
  const server = createServer((request, response) => {
    reported.add(request.url!.slice(1));
    response.end();
  }).listen(0, '127.0.0.1');
  t.after(() => server.close().closeAllConnections());
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, reported };
}

test(
  'kill -9 of the platform in the middle of invocations leaves no process, and a restart loses nothing that was accepted',
  { timeout: 120_000 },
  async (t) => {
    const data = temporaryDirectory(t);
    const { url, reported } = await roll(t);
    const first = await startProcess(t, { data });
    await createFunction(first.lambda, 'busy', BUSY, { Timeout: 60 });
    const spinning = [1, 2].map(() =>
      first.lambda.send(new InvokeCommand({ FunctionName: 'busy', Payload: '{"spin":true}' })).catch(() => 'cut off'),
    );
    await eventually('functions run', () => descendantsOf(first.pid).length > 0);
    const accepted = Array.from({ length: 20 }, (_, number) => {
      const Payload = JSON.stringify({ report: `${url}/${number}` });
      return first.lambda.send(new InvokeCommand({ FunctionName: 'busy', InvocationType: 'Event', Payload }));
    });
    for (const { StatusCode } of await Promise.all(accepted)) assert.equal(StatusCode, 202);
    const functions = descendantsOf(first.pid);

    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    assert.deepEqual(await Promise.all(spinning), ['cut off', 'cut off']);
    await eventually('every process of a function ended', () => functions.every((pid) => !isAlive(pid)));
    await eventually('nothing mentions the data directory', () => processesWith(data).length === 0);

    const second = await startProcess(t, { data });
    const { Configuration } = await second.lambda.send(new GetFunctionCommand({ FunctionName: 'busy' }));
    assert.equal(Configuration?.State, 'Active');
    await eventually('every accepted event has run', () => reported.size === 20, 30_000);
  },
);

test(
  'a function that was Pending when the platform was killed becomes Active after the restart',
  { timeout: 60_000 },
  async (t) => {
    const data = temporaryDirectory(t);
    const first = await startProcess(t, { data });
    const created = await first.lambda.send(
      new CreateFunctionCommand(functionFrom('pending', 'exports.handler = async () => 1;')),
    );
    assert.equal(created.State, 'Pending');
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    const second = await startProcess(t, { data });
    await eventually('the function is Active', async () => {
      const { Configuration } = await second.lambda.send(new GetFunctionCommand({ FunctionName: 'pending' }));
      return Configuration?.State === 'Active';
    });
    const { Payload } = await second.lambda.send(new InvokeCommand({ FunctionName: 'pending' }));
    assert.equal(Payload?.transformToString(), '1');
  },
);

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Every process below `pid`, by the kernel's own list of children. */
function descendantsOf(pid: number): number[] {
  const children = childrenOf(pid);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
