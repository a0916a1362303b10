import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Statement } from './permission-statements.ts';
import { addStatement, removeStatement } from './policy-edits.ts';

function statement(sid: string, resource = 'arn'): Statement {
  return { Sid: sid, Effect: 'Allow', Principal: '*', Action: 'lambda:InvokeFunction', Resource: resource };
}

test('statements are added once and removed by their id', () => {
  const two = addStatement(addStatement([], statement('a')), statement('b'));
  assert.deepEqual(
    removeStatement(two, 'a').map(({ Sid }) => Sid),
    ['b'],
  );
  assert.throws(() => addStatement(two, statement('a')), { code: 'ResourceConflictException' });
  assert.throws(() => removeStatement(two, 'c'), { message: 'Statement c is not found in resource policy.' });
  assert.throws(() => removeStatement([], 'a'), { message: 'No policy is associated with the given resource.' });
});

test('a policy has 20 KB at most', () => {
  assert.throws(() => addStatement([], statement('a', 'x'.repeat(20_480))), { code: 'PolicyLengthExceededException' });
});
