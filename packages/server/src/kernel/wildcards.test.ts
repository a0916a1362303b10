import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchesWildcards } from './wildcards.ts';

const CASES: readonly (readonly [pattern: string, text: string, matches: boolean])[] = [
  ['*', '', true],
  ['a*c', 'abbc', true],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['a.c', 'abc', false],
  ['(a|b)+', 'ab', false],
  ['*b*', 'abc', true],
  ['ab', 'abc', false],
  ['', 'a', false],
  ['**a', 'ba', true],
];

for (const [pattern, text, matches] of CASES) {
  test(`"${pattern}" ${matches ? 'stands' : 'does not stand'} for "${text}"`, () =>
    assert.equal(matchesWildcards(pattern, text), matches));
}

test('many wildcards against a long text are decided in length times length', () => {
  assert.equal(matchesWildcards(`${'*a'.repeat(2_000)}b`, 'a'.repeat(20_000)), false);
});
