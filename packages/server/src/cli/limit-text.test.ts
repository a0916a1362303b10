import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limitText } from './limit-text.ts';

test('what limits a resource reads as a sentence, also when nothing does', () => {
  assert.equal(limitText('cgroup-v2', 'limit by'), 'limit by cgroup-v2');
  assert.equal(limitText('none', 'limit by'), 'not limited');
  assert.equal(limitText('watched', 'limit by'), 'watched, not limited by the kernel');
});
