import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageOf } from './paging.ts';

const itself = (text: string) => text;

test('pages follow one another to the end, in the order of their keys', () => {
  const first = pageOf(['c', 'a', 'b'], itself, { MaxItems: 2 });
  assert.deepEqual(first.items, ['a', 'b']);
  assert.equal(first.more.IsTruncated, true);
  const second = pageOf(['c', 'a', 'b'], itself, { MaxItems: 2, Marker: first.more.Marker });
  assert.deepEqual(second, { items: ['c'], more: { IsTruncated: false } });
});

test('a page goes on where it was when its last item has gone', () => {
  const { more } = pageOf(['a', 'b', 'c', 'd'], itself, { MaxItems: 2 });
  assert.deepEqual(pageOf(['a', 'c', 'd'], itself, { Marker: more.Marker, MaxItems: 1 }).items, ['c']);
});

test('a page has 100 items unless told otherwise', () => {
  const many = Array.from({ length: 101 }, (_, index) => String(index).padStart(3, '0'));
  assert.equal(pageOf(many, itself, {}).items.length, 100);
});

test('a marker of our own making is asked for', () => {
  assert.throws(() => pageOf(['a'], itself, { Marker: 'made-up' }), {
    code: 'ValidationError',
    message: 'Invalid Marker.',
  });
});
