import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isVersion, parseFunctionReference, parseNewFunctionName, qualifiedArn } from './function-names.ts';

const scope = { account: '123456789012', region: 'us-east-1' };

test('every form of a function name that AWS takes means the same function', () => {
  const expected = { ...scope, name: 'hello', qualifier: 'live' };
  for (const text of [
    'hello:live',
    'function:hello:live',
    '123456789012:function:hello:live',
    'arn:aws:lambda:us-east-1:123456789012:function:hello:live',
  ]) {
    assert.deepEqual(parseFunctionReference(scope, text), expected, text);
  }
  assert.deepEqual(parseFunctionReference(scope, 'hello', 'live'), expected);
  assert.equal(
    qualifiedArn(parseFunctionReference(scope, 'hello', '$LATEST')),
    'arn:aws:lambda:us-east-1:123456789012:function:hello:$LATEST',
  );
});

test('a qualifier in the name must agree with the parameter', () => {
  assert.equal(parseFunctionReference(scope, 'hello:1', '1').qualifier, '1');
  assert.throws(() => parseFunctionReference(scope, 'hello:1', '2'), {
    code: 'InvalidParameterValueException',
    message: 'The derived qualifier from the function name does not match the specified qualifier.',
  });
});

test('a function of another region is not reachable', () => {
  assert.throws(() => parseFunctionReference(scope, 'arn:aws:lambda:eu-west-1:123456789012:function:hello'), {
    code: 'ResourceNotFoundException',
    message: "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')",
  });
});

test('text that is no function name is a validation error that quotes the pattern', () => {
  assert.throws(() => parseFunctionReference(scope, 'a b'), {
    code: 'ValidationException',
    message: /^1 validation error detected: Value 'a b' at 'functionName'/,
  });
});

test('a new name has 64 characters at most', () => {
  assert.equal(parseNewFunctionName(scope, 'x'.repeat(64)).name.length, 64);
  assert.throws(() => parseNewFunctionName(scope, 'x'.repeat(65)), {
    code: 'InvalidParameterValueException',
    message: /less than or equal to 64$/,
  });
});

test('numbers and $LATEST are versions, the rest are aliases', () => {
  assert.deepEqual(['$LATEST', '12', 'live', '1a'].map(isVersion), [true, true, false, false]);
});
