import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeTags } from './tags.ts';

test('given tags replace those of the same key', () => {
  assert.deepEqual(mergeTags({ a: '1', b: '2' }, { b: '3' }), { a: '1', b: '3' });
});

test('more than fifty tags, system keys and overlong text are refused', () => {
  const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key${index}`, '']));
  assert.equal(Object.keys(mergeTags({}, fifty)).length, 50);
  assert.throws(() => mergeTags(fifty, { more: '' }), { message: 'Number of tags exceeds resource tag limit.' });
  assert.throws(() => mergeTags({}, { 'aws:x': '' }), { code: 'InvalidParameterValueException' });
  assert.throws(() => mergeTags({}, { x: 'v'.repeat(257) }), { code: 'InvalidParameterValueException' });
});
