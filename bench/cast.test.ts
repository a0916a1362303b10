import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { eachPresent, interleaved, type Member } from './cast.ts';
import { rowsOf } from './measurement.ts';
import { Spawned } from './peers/spawned.ts';
import { Progress } from './progress.ts';

const progress = new Progress(new PassThrough());
const members: readonly Member<string>[] = [
  { name: 'Hearth', is: 'ours' },
  { name: 's3rver', is: 'theirs' },
  { name: 'ministack', absent: 'cannot be installed: no python3' },
];

test('everyone is measured once a round, in turn; who fails on the way is absent with the round and the reason', async () => {
  const order: string[] = [];
  const measured = await interleaved({ progress, title: 'test', rounds: 3 }, members, async (who, round) => {
    order.push(`${who} ${round}`);
    if (who === 'theirs' && round === 1) throw new Error('connection\n  refused');
    return { ms: round };
  });
  assert.deepEqual(order, ['ours 0', 'theirs 0', 'ours 1', 'theirs 1', 'ours 2']);
  const [row] = rowsOf([{ key: 'ms', id: 'test', what: 'test', unit: 'ms' }], measured);
  assert.deepEqual(Object.fromEntries(row!.cells), {
    Hearth: { rounds: [0, 1, 2] },
    s3rver: { absent: 'failed in round 2: connection refused' },
    ministack: { absent: 'cannot be installed: no python3' },
  });
});

test('a step that one of them cannot take does not keep the others from it', async () => {
  const further = await eachPresent(members, async (who) => {
    if (who === 'theirs') throw new Error('no such operation');
    return who.length;
  });
  assert.deepEqual(further, [
    { name: 'Hearth', is: 4 },
    { name: 's3rver', absent: 'cannot do this: no such operation' },
    { name: 'ministack', absent: 'cannot be installed: no python3' },
  ]);
});

test('a server that dies while it starts is told with what it printed', async () => {
  const plan = { args: () => ['-e', 'console.error("port taken"); process.exit(3)'], probePath: '/' };
  await assert.rejects(Spawned.start(plan), /it ended with 3: port taken/);
});
