import assert from 'node:assert/strict';
import { test } from 'node:test';
import { walk } from './walk.ts';

const GRAPH = new Map([
  ['c', ['a', 'b']],
  ['a', []],
  ['b', ['a']],
  ['d', []],
]);
const signal = new AbortController().signal;

test('Every name waits for those it needs; what needs nothing goes at once.', async () => {
  const order: string[] = [];
  await walk(GRAPH, async (name) => void order.push(name), { keepGoing: false, signal });
  assert.deepEqual(order.slice(0, 2).toSorted(), ['a', 'd']);
  assert.ok(order.indexOf('b') > order.indexOf('a') && order.indexOf('c') > order.indexOf('b'));
});

test('After a failure nothing new begins, or only what does not need it.', async () => {
  for (const keepGoing of [false, true]) {
    const begun: string[] = [];
    const visit = async (name: string) => {
      begun.push(name);
      if (name === 'a') throw new Error('no');
    };
    const graph = new Map([...GRAPH, ['e', ['d']]]);
    const failures = await walk(graph, visit, { keepGoing, signal });
    assert.deepEqual([...failures.keys()], ['a']);
    assert.deepEqual(begun.toSorted(), keepGoing ? ['a', 'd', 'e'] : ['a', 'd']);
  }
});
