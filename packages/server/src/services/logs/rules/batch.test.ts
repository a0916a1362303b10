import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventBytes, judgeBatch } from './batch.ts';

const NOW = Date.UTC(2026, 0, 31);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const at = (...timestamps: number[]) => timestamps.map((timestamp) => ({ timestamp, message: 'x' }));

test('an event counts its UTF-8 bytes and 26 more', () => {
  assert.equal(eventBytes('é'), 28);
});

test('a batch in which nothing is wrong is accepted whole', () => {
  const events = at(NOW - 14 * DAY_MS, NOW - 14 * DAY_MS + DAY_MS);
  assert.deepEqual(judgeBatch(events, NOW, null), { accepted: events });
});

test('ends of the rejected ranges are exclusive before and inclusive after', () => {
  const events = at(NOW - 20 * DAY_MS, NOW - 5 * DAY_MS, NOW, NOW + 2 * HOUR_MS + 1);
  const { accepted, rejected } = judgeBatch(events, NOW, 3);
  assert.deepEqual(accepted, [events[2]]);
  assert.deepEqual(rejected, { tooOldLogEventEndIndex: 1, expiredLogEventEndIndex: 2, tooNewLogEventStartIndex: 3 });
});

test('a span beyond 24 hours counts only between valid events', () => {
  assert.throws(() => judgeBatch(at(NOW - DAY_MS - 1, NOW), NOW, null), {
    code: 'InvalidParameterException',
    message: /cannot span more than 24 hours/,
  });
  assert.doesNotThrow(() => judgeBatch(at(NOW - 20 * DAY_MS, NOW), NOW, null));
});
