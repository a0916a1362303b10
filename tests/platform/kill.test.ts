import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CreateFunctionCommand, GetFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
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
  console.log('event', event.number);
};`;

test(
  'kill -9 of the platform in the middle of invocations leaves no process, and a restart loses nothing that was accepted',
  { timeout: 120_000 },
  async (t) => {
    const data = temporaryDirectory(t);
    const first = await startProcess(t, { data });
    await createFunction(first.lambda, 'busy', BUSY, { Timeout: 60 });
    const spinning = [1, 2].map(() =>
      first.lambda.send(new InvokeCommand({ FunctionName: 'busy', Payload: '{"spin":true}' })).catch(() => 'cut off'),
    );
    await eventually('functions run', () => descendantsOf(first.pid).length > 0);
    const accepted = Array.from({ length: 20 }, (_, number) =>
      first.lambda.send(
        new InvokeCommand({ FunctionName: 'busy', InvocationType: 'Event', Payload: JSON.stringify({ number }) }),
      ),
    );
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
    const logs = new CloudWatchLogsClient({
      endpoint: second.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    t.after(() => logs.destroy());
    const seen = new Set<string>();
    await eventually(
      'every accepted event has run',
      async () => {
        const { events = [] } = await logs
          .send(new FilterLogEventsCommand({ logGroupName: '/aws/lambda/busy', filterPattern: 'event' }))
          .catch(() => ({ events: [] }));
        for (const { message } of events) seen.add(/event (\d+)/.exec(message ?? '')?.[1] ?? '');
        return Array.from({ length: 20 }, (_, number) => String(number)).every((number) => seen.has(number));
      },
      30_000,
    );
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
