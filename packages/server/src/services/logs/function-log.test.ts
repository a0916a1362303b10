import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LogSource } from '../../engine/engine.ts';
import { EventPacker } from '../../engine/logs/event-packer.ts';
import { startLogs, storedMessages } from './logs.fixture.ts';
import type { EventTables } from './tables.ts';

const GROUP = '/aws/lambda/hello';
const NO_GROUP = { name: 'ResourceNotFoundException', message: 'The specified log group does not exist.' };

const messages = (events: readonly { message?: string }[] = []) => events.map(({ message }) => message);

describe('lines of functions', () => {
  const line = (message: string, over: Partial<LogSource> & { timestamp?: number } = {}): LogSource => {
    const { timestamp = Date.UTC(2026, 0, 1), ...stream } = over;
    const events = new EventPacker();
    events.add(timestamp, message);
    const take = () => events.take();
    return { account: '123456789012', region: 'us-east-1', group: GROUP, stream: 'made', take, ...stream };
  };

  test('group and stream are made with the first line, and reads see what was appended before', async (t) => {
    const { client, state, clock } = await startLogs(t);
    const logs = client();
    state.ready(line('START\n'));
    state.ready(line('END\n', { timestamp: clock.now() + 0.9 }));
    state.ready(line('elsewhere', { account: '210987654321', stream: 'other' }));
    state.ready({ ...line('', { stream: 'never' }), take: () => [] });
    await state.settled();
    assert.deepEqual(messages((await logs.filterLogEvents({ logGroupName: GROUP })).events), ['START\n', 'END\n']);
    state.ready(line('REPORT\n'));
    assert.deepEqual(messages((await logs.getLogEvents({ logGroupName: GROUP, logStreamName: 'made' })).events), [
      'START\n',
      'END\n',
      'REPORT\n',
    ]);
    const [group] = (await logs.describeLogGroups({})).logGroups ?? [];
    assert.deepEqual([group?.logGroupName, group?.retentionInDays], [GROUP, undefined]);
    const streams = (await logs.describeLogStreams({ logGroupName: GROUP })).logStreams;
    assert.deepEqual(
      streams?.map(({ logStreamName }) => logStreamName),
      ['made'],
    );
    assert.deepEqual(messages((await client('210987654321').filterLogEvents({ logGroupName: GROUP })).events), [
      'elsewhere',
    ]);
  });

  test('lines are written without anyone reading', async (t) => {
    const { state, telemetry } = await startLogs(t);
    state.ready(line('alone'));
    const count = () =>
      telemetry.read<EventTables, unknown[]>((db) => db.selectFrom('logsBlocks').selectAll().execute());
    while ((await count()).length === 0) await new Promise(setImmediate);
  });

  test('after its group or stream was deleted a function writes into new ones', async (t) => {
    const { client, state } = await startLogs(t);
    const logs = client();
    const read = async () => messages((await logs.filterLogEvents({ logGroupName: GROUP })).events);
    state.ready(line('before'));
    await state.settled();
    await logs.deleteLogGroup({ logGroupName: GROUP });
    await assert.rejects(read(), NO_GROUP);
    state.ready(line('after'));
    await state.settled();
    assert.deepEqual(await read(), ['after']);
    await logs.deleteLogStream({ logGroupName: GROUP, logStreamName: 'made' });
    state.ready(line('once more'));
    await state.settled();
    assert.deepEqual(await read(), ['once more']);
  });

  test('a group deleted by another node is made anew a second later, and what fell between is swept', async (t) => {
    const { client, state, clock, telemetry } = await startLogs(t);
    const logs = client();
    state.ready(line('before'));
    await state.settled();
    const group = await state.store.group({ account: '123456789012', region: 'us-east-1' }, GROUP);
    await state.store.deleteGroup(group?.id ?? 0);
    state.ready(line('lost with the group'));
    await state.settled();
    await clock.advance(1_000);
    state.ready(line('after'));
    await state.settled();
    assert.deepEqual(messages((await logs.filterLogEvents({ logGroupName: GROUP })).events), ['after']);
    await clock.advance(60_000);
    await state.settled();
    assert.deepEqual(await storedMessages(telemetry), ['after']);
  });

  test('many small batches are folded and still add up', async (t) => {
    const { client, state, telemetry } = await startLogs(t);
    for (let batch = 0; batch < 5_001; batch += 1)
      state.events.append({ groupId: 1, streamId: 2 }, line('x', { timestamp: batch + 1 }).take(), 1);
    const before = await state.events.activity(1);
    await state.settled();
    assert.deepEqual(await state.events.activity(1), before);
    const rows = await telemetry.read<{ logsActivity: object }, unknown[]>((db) =>
      db.selectFrom('logsActivity').selectAll().execute(),
    );
    assert.deepEqual(rows, [
      {
        groupId: 1,
        streamId: 2,
        firstAt: 1,
        lastAt: 5_001,
        lastIngestedAt: 1,
        lastSeq: before.get(2)?.lastSeq,
        bytes: 5_001 * 27,
      },
    ]);
    client().destroy();
  });
});
