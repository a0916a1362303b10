import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from './authorizer-policy.ts';

const ARN = 'arn:aws:execute-api:us-east-1:000000000000:abc/dev/GET/users/42';

function policy(...statements: readonly object[]) {
  return { Version: '2012-10-17', Statement: statements };
}

test('a statement allows what its wildcards cover', () => {
  for (const Resource of [ARN, '*', 'arn:aws:execute-api:*:*:abc/*/GET/users/*', ['x', ARN]]) {
    assert.equal(decide(policy({ Action: 'execute-api:Invoke', Effect: 'Allow', Resource }), ARN), 'allow');
  }
  assert.equal(decide(policy({ Action: ['execute-api:*'], Effect: 'Allow', Resource: '*' }), ARN), 'allow');
});

test('wildcards stand for any run of characters, or one; everything else is literal', () => {
  const allows = (Resource: string, path: string) =>
    decide(policy({ Action: 'execute-api:Invoke', Effect: 'Allow', Resource }), path) === 'allow';
  for (const [resource, path] of [
    ['a*c', 'abbc'],
    ['a*c', 'ac'],
    ['a?c*', 'abc'],
    ['*b*b', 'abab'],
    ['**', ''],
    ['a.c', 'a.c'],
    ['*?', '*'],
  ] as const)
    assert.equal(allows(resource, path), true, `${resource} ${path}`);
  for (const [resource, path] of [
    ['a*c', 'abcd'],
    ['a?c', 'ac'],
    ['a.c', 'abc'],
    ['abc', 'ab'],
    ['ab', 'abc'],
    ['*a?', 'a'],
  ] as const)
    assert.equal(allows(resource, path), false, `${resource} ${path}`);
});

test('a policy of many wildcards is decided at once', () => {
  const Resource = `${'*a'.repeat(50)}b`;
  const begun = performance.now();
  assert.equal(decide(policy({ Action: '*', Effect: 'Allow', Resource }), 'a'.repeat(10_000)), 'implicit-deny');
  assert.ok(performance.now() - begun < 1000);
});

test('a denial wins over any allowance, and silence denies', () => {
  const allow = { Action: 'execute-api:Invoke', Effect: 'Allow', Resource: '*' };
  assert.equal(decide(policy(allow, { ...allow, Effect: 'Deny', Resource: ARN }), ARN), 'explicit-deny');
  assert.equal(decide(policy({ ...allow, Resource: 'arn:aws:execute-api:*:*:other/*' }), ARN), 'implicit-deny');
  assert.equal(decide(policy({ ...allow, Action: 's3:GetObject' }), ARN), 'implicit-deny');
});

test('what is no policy, or asks for more than can be decided, is refused', () => {
  for (const wrong of [
    null,
    {},
    policy({ Effect: 'Maybe' }),
    policy({ Effect: 'Allow', Action: 'execute-api:Invoke' }),
  ]) {
    assert.throws(() => decide(wrong, ARN));
  }
  const conditional = { Action: '*', Effect: 'Allow', Resource: '*', Condition: { IpAddress: {} } };
  assert.throws(() => decide(policy(conditional), ARN), /Condition/);
});
