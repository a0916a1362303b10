import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { startLogs } from './logs.fixture.ts';

const GROUP = '/aws/lambda/hello';
const NO_GROUP = { name: 'ResourceNotFoundException', message: 'The specified log group does not exist.' };
const NO_STREAM = { name: 'ResourceNotFoundException', message: 'The specified log stream does not exist.' };
const BAD_TOKEN = { name: 'InvalidParameterException', message: 'The specified nextToken is invalid.' };
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

async function withStreams(t: TestContext, ...streams: string[]) {
  const parts = await startLogs(t);
  const logs = parts.client();
  await logs.createLogGroup({ logGroupName: GROUP });
  for (const logStreamName of streams) await logs.createLogStream({ logGroupName: GROUP, logStreamName });
  const put = (logStreamName: string, ...events: [number, string][]) =>
    logs.putLogEvents({
      logGroupName: GROUP,
      logStreamName,
      logEvents: events.map(([timestamp, message]) => ({ timestamp, message })),
    });
  return { ...parts, logs, put, now: parts.clock.now() };
}

const messages = (events: readonly { message?: string }[] = []) => events.map(({ message }) => message);

describe('PutLogEvents', () => {
  test('whole batches fail by order, size and span', async (t) => {
    const { put, now } = await withStreams(t, 's');
    const invalid = (message: string) => ({ name: 'InvalidParameterException', message });
    await assert.rejects(
      put('s', [now, 'a'], [now - 1, 'b']),
      invalid('Log events in a single PutLogEvents request must be in chronological order.'),
    );
    await assert.rejects(
      put('s', [now, 'x'.repeat(1_048_576 - 25)]),
      invalid('Log event too large: 1048577 bytes exceeds limit of 1048576'),
    );
    const half = 'x'.repeat(524_288);
    await assert.rejects(
      put('s', [now, half], [now, half]),
      invalid('Upload too large: 1048628 bytes exceeds limit of 1048576'),
    );
    const span = invalid('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.');
    await assert.rejects(put('s', [now - DAY_MS - 1, 'a'], [now, 'b']), span);
    await assert.rejects(put('none', [now, 'a']), NO_STREAM);
  });

  test('a batch of exactly the limit is taken, counted in UTF-8', async (t) => {
    const { put, now, logs } = await withStreams(t, 's');
    await put('s', [now, `é${'x'.repeat(1_048_576 - 28)}`]);
    await assert.rejects(put('s', [now, `é${'x'.repeat(1_048_576 - 27)}`]), { name: 'InvalidParameterException' });
    assert.equal((await logs.getLogEvents({ logGroupName: GROUP, logStreamName: 's' })).events?.length, 1);
  });

  test('events that are too old, expired or too new are left out and told', async (t) => {
    const { put, logs, now } = await withStreams(t, 's');
    const old = now - 14 * DAY_MS - 1;
    const first = await put(
      's',
      [old, 'old'],
      [now, 'fine'],
      [now + 2 * HOUR_MS, 'fine too'],
      [now + 2 * HOUR_MS + 1, 'new'],
    );
    assert.deepEqual(first.rejectedLogEventsInfo, { tooOldLogEventEndIndex: 1, tooNewLogEventStartIndex: 3 });
    await logs.putRetentionPolicy({ logGroupName: GROUP, retentionInDays: 3 });
    const second = await put('s', [now - 4 * DAY_MS, 'expired'], [now - 4 * DAY_MS, 'expired'], [now, 'kept']);
    assert.deepEqual(second.rejectedLogEventsInfo, { expiredLogEventEndIndex: 2 });
    const third = await put('s', [now - 4 * DAY_MS, 'only expired']);
    assert.deepEqual(third.rejectedLogEventsInfo, { expiredLogEventEndIndex: 1 });
    const { events } = await logs.getLogEvents({ logGroupName: GROUP, logStreamName: 's' });
    assert.deepEqual(messages(events), ['fine', 'kept', 'fine too']);
  });

  test('an entity is rejected without its events', async (t) => {
    const { logs, now } = await withStreams(t, 's');
    const logEvents = [{ timestamp: now, message: 'x' }];
    const entity = { keyAttributes: { Type: 'Service', Name: 'a' } };
    const { rejectedEntityInfo } = await logs.putLogEvents({
      logGroupName: GROUP,
      logStreamName: 's',
      logEvents,
      entity,
    });
    assert.deepEqual(rejectedEntityInfo, { errorType: 'UnsupportedLogGroupType' });
    assert.equal((await logs.getLogEvents({ logGroupName: GROUP, logStreamName: 's' })).events?.length, 1);
  });
});

describe('GetLogEvents', () => {
  const stream = { logGroupName: GROUP, logStreamName: 's' };

  test('events come by timestamp, then by arrival', async (t) => {
    const { logs, put, now } = await withStreams(t, 's');
    await put('s', [now, 'second'], [now, 'third'], [now + 1, 'fifth']);
    await put('s', [now - 1, 'first'], [now, 'fourth']);
    const { events = [] } = await logs.getLogEvents(stream);
    assert.deepEqual(messages(events), ['first', 'second', 'third', 'fourth', 'fifth']);
    assert.deepEqual(events[0], { timestamp: now - 1, message: 'first', ingestionTime: now });
  });

  test('without startFromHead the newest page comes first, and tokens lead both ways until they repeat', async (t) => {
    const { logs, put, now } = await withStreams(t, 's');
    await put(
      's',
      ...Array.from({ length: 7 }, (_, index): [number, string] => [now + Math.floor(index / 2), String(index)]),
    );
    const newest = await logs.getLogEvents({ ...stream, limit: 3 });
    assert.deepEqual(messages(newest.events), ['4', '5', '6']);
    const older = await logs.getLogEvents({ ...stream, limit: 3, nextToken: newest.nextBackwardToken });
    assert.deepEqual(messages(older.events), ['1', '2', '3']);
    const oldest = await logs.getLogEvents({ ...stream, limit: 3, nextToken: older.nextBackwardToken });
    assert.deepEqual(messages(oldest.events), ['0']);
    const none = await logs.getLogEvents({ ...stream, limit: 3, nextToken: oldest.nextBackwardToken });
    assert.deepEqual([none.events, none.nextBackwardToken], [[], oldest.nextBackwardToken]);
    const turned = await logs.getLogEvents({
      ...stream,
      limit: 2,
      nextToken: none.nextForwardToken,
      startFromHead: true,
    });
    assert.deepEqual(messages(turned.events), ['0', '1']);
    assert.match(newest.nextForwardToken ?? '', /^f\/\d{56}\/s$/);
    assert.match(newest.nextBackwardToken ?? '', /^b\/\d{56}\/s$/);
  });

  test('a forward token at the end repeats, and later brings what came since', async (t) => {
    const { logs, put, now } = await withStreams(t, 's');
    const empty = await logs.getLogEvents({ ...stream, startFromHead: true });
    await put('s', [now, 'a'], [now, 'b']);
    const page = await logs.getLogEvents({ ...stream, startFromHead: true, nextToken: empty.nextForwardToken });
    assert.deepEqual(messages(page.events), ['a', 'b']);
    const end = await logs.getLogEvents({ ...stream, startFromHead: true, nextToken: page.nextForwardToken });
    assert.deepEqual([end.events, end.nextForwardToken], [[], page.nextForwardToken]);
    await put('s', [now, 'c']);
    const more = await logs.getLogEvents({ ...stream, startFromHead: true, nextToken: end.nextForwardToken });
    assert.deepEqual(messages(more.events), ['c']);
    const back = await logs.getLogEvents({ ...stream, nextToken: end.nextBackwardToken });
    assert.deepEqual(messages(back.events), ['a', 'b']);
  });

  test('startTime is included, endTime is not', async (t) => {
    const { logs, put, now } = await withStreams(t, 's');
    await put('s', [now, 'a'], [now + 1, 'b'], [now + 2, 'c']);
    assert.deepEqual(messages((await logs.getLogEvents({ ...stream, startTime: now + 1, endTime: now + 2 })).events), [
      'b',
    ]);
    await assert.rejects(logs.getLogEvents({ ...stream, startTime: 2, endTime: 1 }), {
      name: 'InvalidParameterException',
    });
  });

  test('the group is named, or identified by name or ARN, once', async (t) => {
    const { logs, put, now } = await withStreams(t, 's');
    await put('s', [now, 'a']);
    const arn = `arn:aws:logs:us-east-1:123456789012:log-group:${GROUP}`;
    for (const logGroupIdentifier of [GROUP, arn]) {
      assert.deepEqual(messages((await logs.getLogEvents({ logGroupIdentifier, logStreamName: 's' })).events), ['a']);
    }
    await assert.rejects(logs.getLogEvents({ ...stream, logGroupIdentifier: arn }), {
      name: 'InvalidParameterException',
    });
    await assert.rejects(logs.getLogEvents({ logStreamName: 's' }), { name: 'InvalidParameterException' });
    await assert.rejects(logs.getLogEvents({ logGroupName: 'none', logStreamName: 's' }), NO_GROUP);
    await assert.rejects(logs.getLogEvents({ logGroupName: GROUP, logStreamName: 'none' }), NO_STREAM);
  });

  test("tokens of another stream and other people's texts are refused", async (t) => {
    const { logs } = await withStreams(t, 's', 'other');
    const { nextForwardToken } = await logs.getLogEvents({ logGroupName: GROUP, logStreamName: 'other' });
    for (const nextToken of [nextForwardToken, 'x', 'f/1/s', `f/${'1'.repeat(56)}/s`]) {
      await assert.rejects(logs.getLogEvents({ ...stream, nextToken }), BAD_TOKEN);
    }
  });

  test('a page holds no more than 1 MB, and nothing is lost over the pages', async (t) => {
    const { logs, put, now } = await withStreams(t, 's');
    for (const letter of ['a', 'b', 'c']) await put('s', [now, letter.repeat(400_000)], [now, letter.repeat(400_000)]);
    const read = async (nextToken?: string): Promise<number[]> => {
      const page = await logs.getLogEvents({ ...stream, startFromHead: true, nextToken });
      return page.events?.length ? [page.events.length, ...(await read(page.nextForwardToken))] : [];
    };
    assert.deepEqual(await read(), [2, 2, 2]);
  });
});

describe('FilterLogEvents', () => {
  const group = { logGroupName: GROUP };

  test('streams are interleaved by time; every event has an id of 56 digits that sorts like it', async (t) => {
    const { logs, put, now } = await withStreams(t, 'a', 'b');
    await put('a', [now, '1'], [now + 2, '3']);
    await put('b', [now + 1, '2'], [now + 3, '4']);
    const { events = [], searchedLogStreams, nextToken } = await logs.filterLogEvents({ ...group, interleaved: true });
    assert.deepEqual(messages(events), ['1', '2', '3', '4']);
    assert.deepEqual([searchedLogStreams, nextToken], [[], undefined]);
    const ids = events.map(({ eventId = '' }) => eventId);
    assert.ok(ids.every((id) => /^\d{56}$/.test(id)));
    assert.deepEqual([...new Set(ids)].toSorted(), ids);
    assert.deepEqual(events[1], {
      logStreamName: 'b',
      timestamp: now + 1,
      message: '2',
      ingestionTime: now,
      eventId: ids[1],
    });
  });

  test('streams are chosen by name or by prefix', async (t) => {
    const { logs, put, now } = await withStreams(t, 'a/1', 'a/2', 'b/1');
    for (const name of ['a/1', 'a/2', 'b/1']) await put(name, [now, name]);
    const find = async (input: object) => messages((await logs.filterLogEvents({ ...group, ...input })).events);
    assert.deepEqual(await find({ logStreamNames: ['a/2'] }), ['a/2']);
    assert.deepEqual(await find({ logStreamNames: ['b/1', 'a/2'] }), ['a/2', 'b/1']);
    assert.deepEqual(await find({ logStreamNamePrefix: 'a/' }), ['a/1', 'a/2']);
    assert.deepEqual(await find({ logStreamNamePrefix: 'none' }), []);
    await assert.rejects(find({ logStreamNames: ['a/1', 'none'] }), NO_STREAM);
    await assert.rejects(find({ logStreamNames: ['a/1'], logStreamNamePrefix: 'a' }), {
      name: 'InvalidParameterException',
    });
  });

  test('patterns, both ends of the time range and the limit narrow, page by page', async (t) => {
    const { logs, put, now } = await withStreams(t, 's');
    await put(
      's',
      ...Array.from({ length: 20 }, (_, index): [number, string] => [
        now + index,
        `${index % 2 ? 'odd' : 'even'} ${index}`,
      ]),
    );
    const range = { ...group, filterPattern: 'odd', startTime: now + 3, endTime: now + 11 };
    const read = async (nextToken?: string): Promise<(string | undefined)[][]> => {
      const page = await logs.filterLogEvents({ ...range, limit: 2, nextToken });
      return [messages(page.events), ...(page.nextToken ? await read(page.nextToken) : [])];
    };
    assert.deepEqual(await read(), [['odd 3', 'odd 5'], ['odd 7', 'odd 9'], ['odd 11']]);
    await assert.rejects(logs.filterLogEvents({ ...range, nextToken: 'forged' }), BAD_TOKEN);
    await assert.rejects(logs.filterLogEvents({ ...range, filterPattern: '{ $.a' }), {
      name: 'InvalidParameterException',
      message: 'Invalid filter pattern',
    });
  });

  test('without a pattern a page of exactly the limit tells whether there are more', async (t) => {
    const { logs, put, now } = await withStreams(t, 's');
    await put('s', [now, 'a'], [now, 'b']);
    assert.equal((await logs.filterLogEvents({ ...group, limit: 2 })).nextToken, undefined);
    const first = await logs.filterLogEvents({ ...group, limit: 1 });
    const second = await logs.filterLogEvents({ ...group, limit: 1, nextToken: first.nextToken });
    assert.deepEqual([messages(second.events), second.nextToken], [['b'], undefined]);
  });
});
