import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeTags, withoutTags } from './tags.ts';

test('given tags replace those of the same key', () => {
  assert.deepEqual(mergeTags({ a: '1', b: '2' }, { b: '3' }, false), { a: '1', b: '3' });
});

test('more than fifty tags, system keys and overlong text are refused', () => {
  const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key${index}`, '']));
  assert.equal(Object.keys(mergeTags({}, fifty, false)).length, 50);
  assert.throws(() => mergeTags(fifty, { more: '' }, false), { message: 'Number of tags exceeds resource tag limit.' });
  assert.throws(() => mergeTags({}, { 'aws:x': '' }, false), { code: 'InvalidParameterValueException' });
  assert.throws(() => mergeTags({}, { x: 'v'.repeat(257) }, false), { code: 'InvalidParameterValueException' });
});

test("what AWS has tagged does not count, and is AWS's alone to set and remove", () => {
  const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, '']));
  const system = { 'aws:cloudformation:stack-name': 'app' };
  assert.equal(Object.keys(mergeTags(fifty, system, true)).length, 51);
  assert.throws(() => mergeTags({}, { 'AWS:x': '' }, false), {
    message: 'System tags cannot be added/updated by requester: AWS:x',
  });
  assert.deepEqual(withoutTags({ ...system, a: '1', b: '2' }, ['a', 'c']), { ...system, b: '2' });
  assert.throws(() => withoutTags(system, ['aws:cloudformation:stack-name']), {
    code: 'InvalidParameterValueException',
  });
});
