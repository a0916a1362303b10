import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cell, Row } from './measurement.ts';
import type { PeerName } from './peers/peer.ts';
import { judge } from './promises.ts';

const row = (id: string, cells: readonly (readonly [PeerName, Cell])[]): Row => ({
  id,
  what: id,
  unit: 'ms',
  cells: new Map(cells),
});
const verdicts = (rows: readonly Row[]) => judge(rows).map(({ verdict }) => verdict);

test('a limit is held by the median, not by the worst round', () => {
  assert.deepEqual(verdicts([row('start', [['Hearth', { rounds: [200, 900, 250] }]])]), ['held']);
  assert.deepEqual(verdicts([row('start', [['Hearth', { rounds: [300, 301, 250] }]])]), ['not held']);
});

test('a promise about a peer that is absent is not judged; one of an absent Hearth is not held', () => {
  const absent = { absent: 'cannot be installed' };
  assert.deepEqual(
    verdicts([
      row('s3-put-rate', [
        ['Hearth', { rounds: [9] }],
        ['s3rver', absent],
      ]),
    ]),
    ['not judged'],
  );
  assert.deepEqual(
    verdicts([
      row('s3-put-rate', [
        ['Hearth', absent],
        ['s3rver', { rounds: [9] }],
      ]),
    ]),
    ['not held'],
  );
});

test('every promise about a row is judged', () => {
  const rate = row('invoke-64-rate', [
    ['Hearth', { rounds: [70, 90] }],
    ['relay', { rounds: [100, 100] }],
    ['serverless-offline', { rounds: [30, 30] }],
  ]);
  assert.deepEqual(verdicts([rate]), ['held', 'not held']);
});
