import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstMatch, isCheap, matchesWhole } from './patterns.ts';

test('a pattern has to match the whole text, line breaks included', () => {
  assert.equal(matchesWhole('Not found.*', 'Not found: x\ny'), true);
  assert.equal(matchesWhole('Not found', 'this is Not found'), false);
  assert.equal(matchesWhole('a|b', 'ab'), false);
  assert.equal(firstMatch(['b.*', 'a.*', 'ab'], 'ab'), 1);
});

test('patterns of single characters with few quantifiers are cheap on short texts', () => {
  const cheap = [
    'Not found.*',
    '.*fatal',
    String.raw`[\s\S]*\[404\][\s\S]*`,
    'a|b|c',
    String.raw`Bearer [^\]\s]+`,
    '^x$',
  ];
  for (const pattern of cheap) assert.equal(isCheap(pattern, 'x'.repeat(100)), true, pattern);
});

test('nothing else is: groups, references, counts, lookaround, options, many quantifiers, long texts', () => {
  const other = [
    '(a+)+',
    '(?:a|a)*',
    String.raw`(a)\1`,
    String.raw`\1a*`,
    String.raw`\k<n>`,
    String.raw`\p{L}`,
    'a{1,9}',
    '(?=a)a*',
    '(?<=a)a*',
    'a?a?a?',
    'a*?',
    '.*a.*b.*c.*d.*',
  ];
  for (const pattern of other) assert.equal(isCheap(pattern, 'x'.repeat(100)), false, pattern);
  assert.equal(isCheap('.*x.*', 'x'.repeat(10_000)), false);
  assert.equal(isCheap('.*x', 'x'.repeat(10_000)), true);
});

test('the costliest cheap patterns end within milliseconds', () => {
  const worst: [string, string][] = [
    ['.*.*x', 'a'.repeat(380)],
    ['.*.*.*x', 'a'.repeat(48)],
    ['[ab]*a[ab]*b', 'a'.repeat(270)],
    [`${'a'.repeat(900)}*b`, 'a'.repeat(1000)],
    ['a*a*a*a*b', 'a'.repeat(16)],
  ];
  for (const [pattern, text] of worst) {
    assert.ok(isCheap(pattern, text), pattern);
    const begun = performance.now();
    matchesWhole(pattern, text);
    assert.ok(performance.now() - begun < 500, pattern);
  }
});
