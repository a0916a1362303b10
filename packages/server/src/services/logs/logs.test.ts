import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { startLogs, storedMessages } from './logs.fixture.ts';

const GROUP = '/aws/lambda/hello';
const STREAM = '2026/01/01/[$LATEST]0123456789abcdef0123456789abcdef';
const NO_GROUP = { name: 'ResourceNotFoundException', message: 'The specified log group does not exist.' };
const NO_STREAM = { name: 'ResourceNotFoundException', message: 'The specified log stream does not exist.' };
const BAD_TOKEN = { name: 'InvalidParameterException', message: 'The specified nextToken is invalid.' };
const DAY_MS = 86_400_000;

async function withGroup(t: TestContext, ...streams: string[]) {
  const { client, ...parts } = await startLogs(t);
  const logs = client();
  await logs.createLogGroup({ logGroupName: GROUP });
  for (const logStreamName of streams) await logs.createLogStream({ logGroupName: GROUP, logStreamName });
  const put = (logStreamName: string, ...messages: string[]) =>
    logs.putLogEvents({
      logGroupName: GROUP,
      logStreamName,
      logEvents: messages.map((message) => ({ timestamp: parts.clock.now(), message })),
    });
  return { ...parts, client, logs, put };
}

const messages = (events: readonly { message?: string }[] = []) => events.map(({ message }) => message);

describe('log groups', () => {
  test('a group is created, described and deleted', async (t) => {
    const { logs, clock } = await withGroup(t);
    const { logGroups } = await logs.describeLogGroups({});
    assert.deepEqual(logGroups, [
      {
        logGroupName: GROUP,
        creationTime: clock.now(),
        metricFilterCount: 0,
        arn: `arn:aws:logs:us-east-1:123456789012:log-group:${GROUP}:*`,
        logGroupArn: `arn:aws:logs:us-east-1:123456789012:log-group:${GROUP}`,
        storedBytes: 0,
        logGroupClass: 'STANDARD',
        deletionProtectionEnabled: false,
      },
    ]);
    const exists = { name: 'ResourceAlreadyExistsException', message: 'The specified log group already exists' };
    await assert.rejects(logs.createLogGroup({ logGroupName: GROUP }), exists);
    await logs.deleteLogGroup({ logGroupName: GROUP });
    await assert.rejects(logs.deleteLogGroup({ logGroupName: GROUP }), NO_GROUP);
    assert.deepEqual((await logs.describeLogGroups({})).logGroups, []);
  });

  test('reserved names, other classes and keys are refused', async (t) => {
    const { logs } = await withGroup(t);
    await assert.rejects(logs.createLogGroup({ logGroupName: 'aws/x' }), {
      message: 'Log groups starting with AWS/ are reserved for AWS.',
    });
    await assert.rejects(logs.createLogGroup({ logGroupName: 'x', logGroupClass: 'INFREQUENT_ACCESS' }), {
      name: 'NotImplemented',
    });
    await assert.rejects(logs.createLogGroup({ logGroupName: 'x', kmsKeyId: 'key' }), {
      name: 'NotImplemented',
      message: /kmsKeyId/,
    });
    await assert.rejects(logs.createLogGroup({ logGroupName: 'with blank' }), {
      name: 'InvalidParameterException',
      message: /at 'logGroupName' failed to satisfy constraint/,
    });
  });

  test('groups are listed by prefix, pattern and identifier, page by page', async (t) => {
    const { client } = await startLogs(t);
    const logs = client();
    for (const logGroupName of ['/b/two', '/a/one', '/b/One', '/c']) await logs.createLogGroup({ logGroupName });
    const names = async (input: Parameters<typeof logs.describeLogGroups>[0]) =>
      (await logs.describeLogGroups(input)).logGroups?.map((group) => group.logGroupName);
    assert.deepEqual(await names({}), ['/a/one', '/b/One', '/b/two', '/c']);
    assert.deepEqual(await names({ logGroupNamePrefix: '/b' }), ['/b/One', '/b/two']);
    assert.deepEqual(await names({ logGroupNamePattern: 'One' }), ['/b/One']);
    assert.deepEqual(
      await names({ logGroupIdentifiers: ['/c', 'arn:aws:logs:us-east-1:123456789012:log-group:/a/one'] }),
      ['/a/one', '/c'],
    );
    assert.deepEqual(await names({ logGroupClass: 'DELIVERY' }), []);
    assert.deepEqual(await names({ includeLinkedAccounts: true, accountIdentifiers: ['999999999999'] }), []);
    await assert.rejects(names({ logGroupNamePattern: 'a', logGroupNamePrefix: 'b' }), {
      name: 'InvalidParameterException',
      message: 'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    });
    const first = await logs.describeLogGroups({ limit: 3 });
    const second = await logs.describeLogGroups({ limit: 3, nextToken: first.nextToken });
    assert.deepEqual(
      [first.logGroups?.length, second.logGroups?.map((group) => group.logGroupName), second.nextToken],
      [3, ['/c'], undefined],
    );
    await assert.rejects(logs.describeLogGroups({ nextToken: 'forged' }), BAD_TOKEN);
    await assert.rejects(
      client('123456789012', 'eu-west-1').describeLogGroups({ nextToken: first.nextToken }),
      BAD_TOKEN,
    );
  });

  test('names, accounts and regions separate everything', async (t) => {
    const { logs, client, put } = await withGroup(t, STREAM);
    await put(STREAM, 'mine');
    for (const other of [client('210987654321'), client('123456789012', 'eu-west-1')]) {
      assert.deepEqual((await other.describeLogGroups({})).logGroups, []);
      await assert.rejects(other.filterLogEvents({ logGroupName: GROUP }), NO_GROUP);
      await assert.rejects(
        other.filterLogEvents({ logGroupIdentifier: `arn:aws:logs:us-east-1:123456789012:log-group:${GROUP}` }),
        NO_GROUP,
      );
      await other.createLogGroup({ logGroupName: GROUP });
      assert.deepEqual((await other.filterLogEvents({ logGroupName: GROUP })).events, []);
    }
    assert.deepEqual(messages((await logs.filterLogEvents({ logGroupName: GROUP })).events), ['mine']);
  });

  test('a protected group is not deleted until it is released', async (t) => {
    const { logs } = await withGroup(t, STREAM);
    await logs.putLogGroupDeletionProtection({ logGroupIdentifier: GROUP, deletionProtectionEnabled: true });
    await assert.rejects(logs.deleteLogGroup({ logGroupName: GROUP }), { name: 'ValidationException' });
    await assert.rejects(logs.deleteLogStream({ logGroupName: GROUP, logStreamName: STREAM }), {
      name: 'ValidationException',
    });
    await logs.putLogGroupDeletionProtection({ logGroupIdentifier: GROUP, deletionProtectionEnabled: false });
    await logs.deleteLogGroup({ logGroupName: GROUP });
  });

  test('what deployment tools ask about filters and policies has an answer', async (t) => {
    const { logs } = await withGroup(t);
    assert.deepEqual((await logs.describeSubscriptionFilters({ logGroupName: GROUP })).subscriptionFilters, []);
    assert.deepEqual((await logs.describeMetricFilters({ logGroupName: GROUP })).metricFilters, []);
    assert.deepEqual((await logs.describeResourcePolicies({})).resourcePolicies, []);
    await assert.rejects(logs.describeSubscriptionFilters({ logGroupName: 'none' }), NO_GROUP);
    await assert.rejects(logs.describeMetricFilters({ logGroupName: 'none' }), NO_GROUP);
    const put = logs.putSubscriptionFilter({
      logGroupName: GROUP,
      filterName: 'f',
      filterPattern: '',
      destinationArn: 'arn:aws:lambda:x',
    });
    await assert.rejects(put, { name: 'NotImplemented' });
  });
});

describe('tags', () => {
  test('both tagging APIs see the same tags', async (t) => {
    const { client } = await startLogs(t);
    const logs = client();
    await logs.createLogGroup({ logGroupName: GROUP, tags: { team: 'a', stage: 'dev' } });
    const resourceArn = `arn:aws:logs:us-east-1:123456789012:log-group:${GROUP}`;
    await logs.tagResource({ resourceArn, tags: { team: 'b' } });
    await logs.tagLogGroup({ logGroupName: GROUP, tags: { owner: 'c' } });
    assert.deepEqual((await logs.listTagsLogGroup({ logGroupName: GROUP })).tags, {
      owner: 'c',
      stage: 'dev',
      team: 'b',
    });
    await logs.untagResource({ resourceArn, tagKeys: ['stage'] });
    await logs.untagLogGroup({ logGroupName: GROUP, tags: ['owner', 'absent'] });
    assert.deepEqual((await logs.listTagsForResource({ resourceArn })).tags, { team: 'b' });
    await assert.rejects(logs.listTagsForResource({ resourceArn: `${resourceArn}-none` }), NO_GROUP);
  });

  test('the fifty-first tag is refused and nothing changes', async (t) => {
    const { logs } = await withGroup(t);
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, 'v']));
    const resourceArn = `arn:aws:logs:us-east-1:123456789012:log-group:${GROUP}`;
    await logs.tagResource({ resourceArn, tags: many });
    await assert.rejects(logs.tagResource({ resourceArn, tags: { k0: 'changed', more: 'v' } }), {
      name: 'TooManyTagsException',
      resourceName: resourceArn,
    });
    assert.deepEqual((await logs.listTagsForResource({ resourceArn })).tags, many);
  });
});

describe('log streams', () => {
  test('a stream tells when its events happened and arrived', async (t) => {
    const { logs, clock } = await withGroup(t, STREAM, 'empty');
    const at = clock.now();
    const logEvents = [
      { timestamp: at - 1000, message: 'early' },
      { timestamp: at + 500, message: 'late' },
    ];
    const { nextSequenceToken } = await logs.putLogEvents({
      logGroupName: GROUP,
      logStreamName: STREAM,
      logEvents,
      sequenceToken: 'whatever',
    });
    const { logStreams } = await logs.describeLogStreams({ logGroupName: GROUP });
    assert.deepEqual(logStreams, [
      {
        logStreamName: STREAM,
        creationTime: at,
        firstEventTimestamp: at - 1000,
        lastEventTimestamp: at + 500,
        lastIngestionTime: at,
        uploadSequenceToken: nextSequenceToken,
        arn: `arn:aws:logs:us-east-1:123456789012:log-group:${GROUP}:log-stream:${STREAM}`,
        storedBytes: 0,
      },
      {
        logStreamName: 'empty',
        creationTime: at,
        arn: `arn:aws:logs:us-east-1:123456789012:log-group:${GROUP}:log-stream:empty`,
        storedBytes: 0,
      },
    ]);
    const [group] = (await logs.describeLogGroups({})).logGroups ?? [];
    assert.equal(group?.storedBytes, 'early'.length + 'late'.length + 2 * 26);
  });

  test('streams are ordered by name or last event, both ways, page by page', async (t) => {
    const { logs, put, clock } = await withGroup(t, 'a', 'b', 'c', 'd');
    for (const name of ['c', 'a', 'b']) {
      await put(name, 'x');
      await clock.advance(10);
    }
    const names = async (input: object): Promise<(string | undefined)[]> => {
      const { logStreams = [], nextToken } = await logs.describeLogStreams({ logGroupName: GROUP, limit: 3, ...input });
      return [
        ...logStreams.map(({ logStreamName }) => logStreamName),
        ...(nextToken ? await names({ ...input, nextToken }) : []),
      ];
    };
    assert.deepEqual(await names({}), ['a', 'b', 'c', 'd']);
    assert.deepEqual(await names({ descending: true }), ['d', 'c', 'b', 'a']);
    assert.deepEqual(await names({ orderBy: 'LastEventTime', descending: true }), ['b', 'a', 'c', 'd']);
    assert.deepEqual(await names({ orderBy: 'LastEventTime' }), ['d', 'c', 'a', 'b']);
    assert.deepEqual(await names({ logStreamNamePrefix: 'b' }), ['b']);
    await assert.rejects(names({ orderBy: 'LastEventTime', logStreamNamePrefix: 'b' }), {
      message: 'Cannot order by LastEventTime with a logStreamNamePrefix.',
    });
    await assert.rejects(names({ nextToken: 'forged' }), BAD_TOKEN);
  });

  test('creating twice, deleting and missing ones answer as AWS', async (t) => {
    const { logs, put } = await withGroup(t, STREAM);
    const stream = { logGroupName: GROUP, logStreamName: STREAM };
    await assert.rejects(logs.createLogStream(stream), {
      name: 'ResourceAlreadyExistsException',
      message: 'The specified log stream already exists',
    });
    await assert.rejects(logs.createLogStream({ ...stream, logGroupName: 'none' }), NO_GROUP);
    await put(STREAM, 'gone soon');
    await logs.deleteLogStream(stream);
    await assert.rejects(logs.deleteLogStream(stream), NO_STREAM);
    await assert.rejects(logs.getLogEvents(stream), NO_STREAM);
    await assert.rejects(put(STREAM, 'x'), NO_STREAM);
    await logs.createLogStream(stream);
    assert.deepEqual((await logs.getLogEvents(stream)).events, []);
    assert.deepEqual((await logs.filterLogEvents({ logGroupName: GROUP })).events, []);
  });
});

describe('retention', () => {
  test('expired events vanish at once, are removed by the clock and no longer counted', async (t) => {
    const { logs, put, clock, telemetry } = await withGroup(t, STREAM);
    await put(STREAM, 'old');
    await clock.advance(2 * DAY_MS);
    await put(STREAM, 'new');
    await logs.putRetentionPolicy({ logGroupName: GROUP, retentionInDays: 1 });
    assert.deepEqual(messages((await logs.filterLogEvents({ logGroupName: GROUP })).events), ['new']);
    assert.deepEqual(messages((await logs.getLogEvents({ logGroupName: GROUP, logStreamName: STREAM })).events), [
      'new',
    ]);
    await clock.advance(3_600_000);
    const [group] = (await logs.describeLogGroups({})).logGroups ?? [];
    assert.deepEqual([group?.retentionInDays, group?.storedBytes], [1, 'new'.length + 26]);
    assert.equal(
      (await logs.describeLogStreams({ logGroupName: GROUP })).logStreams?.[0]?.firstEventTimestamp,
      clock.now() - 3_600_000,
    );
    assert.deepEqual(await storedMessages(telemetry), ['new']);
    await logs.deleteRetentionPolicy({ logGroupName: GROUP });
    assert.equal((await logs.describeLogGroups({})).logGroups?.[0]?.retentionInDays, undefined);
  });

  test('only the documented numbers of days are taken', async (t) => {
    const { logs } = await withGroup(t);
    await assert.rejects(logs.putRetentionPolicy({ logGroupName: GROUP, retentionInDays: 2 }), {
      name: 'InvalidParameterException',
      message: /'retentionInDays' failed to satisfy/,
    });
    await assert.rejects(logs.putRetentionPolicy({ logGroupName: 'none', retentionInDays: 1 }), NO_GROUP);
    await assert.rejects(logs.deleteRetentionPolicy({ logGroupName: 'none' }), NO_GROUP);
  });
});
