import assert from 'node:assert/strict';
import { test } from 'node:test';
import { median, pairedRatio, percentile } from './statistics.ts';

test('the median is the middle value, or the mean of the two middle ones', () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([4, 1, 2, 100]), 3);
  assert.ok(Number.isNaN(median([])));
});

test('the 99th percentile of a hundred values is the largest but none', () => {
  const values = Array.from({ length: 100 }, (_, index) => index + 1);
  assert.equal(percentile(values, 0.99), 100);
  assert.equal(percentile(values, 0.5), 51);
});

test('a ratio is taken round by round, so that a slow round on both sides does not count', () => {
  assert.equal(pairedRatio([10, 1, 10], [20, 2, 20]), 0.5);
  assert.equal(pairedRatio([10, 10], [20]), 0.5);
});
