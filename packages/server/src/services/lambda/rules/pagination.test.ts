import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeMarker, encodeMarker, toPage } from './pagination.ts';

test('a page ends with a marker when there is more', () => {
  const page = toPage(['a', 'b', 'c'], 2, (item) => [item, 0]);
  assert.deepEqual(
    [page.items, decodeMarker(page.nextMarker!)],
    [
      ['a', 'b'],
      ['b', 0],
    ],
  );
  assert.deepEqual(
    toPage(['a', 'b'], 2, (item) => [item]),
    { items: ['a', 'b'] },
  );
});

test('a marker that is none of ours is refused', () => {
  for (const marker of ['x', '', Buffer.from('{}').toString('base64url')]) {
    assert.throws(() => decodeMarker(marker), { code: 'InvalidParameterValueException', message: 'Invalid Marker' });
  }
  assert.deepEqual(decodeMarker(encodeMarker(['é', 3])), ['é', 3]);
});
