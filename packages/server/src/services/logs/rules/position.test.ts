import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cursorsOf, eventId, formatCursor, parseCursor } from './position.ts';

const position = { timestamp: Date.UTC(2026, 0, 1), seq: 7_242_744_422_400_001 };

test('ids have 56 digits and sort by timestamp, then by arrival', () => {
  const ids = [
    eventId(position, 9),
    eventId({ ...position, seq: position.seq + 1 }, 1),
    eventId({ timestamp: position.timestamp + 1, seq: 0 }, 1),
  ];
  assert.ok(ids.every((id) => /^\d{56}$/.test(id)));
  assert.deepEqual(ids.toSorted(), ids);
});

test('a cursor survives its token, for its own stream only', () => {
  const cursor = { direction: 'backward', position } as const;
  const token = formatCursor(cursor, 2 ** 52 - 1);
  assert.deepEqual(parseCursor(token, 2 ** 52 - 1), cursor);
  for (const bad of ['', token.slice(1), `${token}/s`, token.replace('b/', 'x/')]) {
    assert.throws(() => parseCursor(bad, 2 ** 52 - 1), { message: 'The specified nextToken is invalid.' }, bad);
  }
  assert.throws(() => parseCursor(token, 1), { message: 'The specified nextToken is invalid.' });
});

test('turning round reads what stands exactly at the cursor', () => {
  assert.equal(cursorsOf({ direction: 'forward', position }).backward.position.seq, position.seq + 1);
  assert.equal(cursorsOf({ direction: 'backward', position }).forward.position.seq, position.seq - 1);
});
