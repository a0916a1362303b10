import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseVersion, readRouting } from './alias-routing.ts';

test('an alias without weights sends everything to its version', () => {
  assert.equal(readRouting('1', undefined), null);
  assert.equal(readRouting('1', {}), null);
  assert.equal(chooseVersion('1', null, 0, 0), '1');
});

test('the weight is the share of the second version', () => {
  assert.deepEqual(readRouting('1', { 2: 0.25 }), { version: '2', weight: 0.25 });
  const chosen = Array.from({ length: 100 }, (_, index) => chooseVersion('1', '2', 0.25, index / 100));
  assert.equal(chosen.filter((version) => version === '2').length, 25);
  assert.equal(chooseVersion('1', '2', 1, 0.999), '2');
});

test('bad routing is refused with the texts of AWS', () => {
  assert.throws(() => readRouting('1', { 2: 0.1, 3: 0.1 }), {
    message: 'Number of items in AdditionalVersionWeights cannot be greater than 1',
  });
  assert.throws(() => readRouting('1', { 1: 0.1 }), {
    message: 'Invalid function version 1. Function version 1 is already included in routing configuration.',
  });
  assert.throws(() => readRouting('$LATEST', { 1: 0.1 }), {
    message: '$LATEST is not supported for an alias pointing to more than 1 version',
  });
});
