import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { Sealer } from '../kernel/sealer.ts';
import { SessionIssuer } from '../kernel/sessions.ts';
import type { FunctionSpec } from './engine.ts';
import { functionCredentials } from './function-credentials.ts';

const sessions = new SessionIssuer(new Sealer(randomBytes(32)));

function identityOf(functionName: string, role: string, now: number) {
  const spec = { functionName, role, account: '111122223333' } as FunctionSpec;
  const variables = functionCredentials(sessions, spec, now);
  assert.match(variables.AWS_ACCESS_KEY_ID!, /^ASIA[A-Z2-7]{16}$/);
  return sessions.open(variables.AWS_ACCESS_KEY_ID!, variables.AWS_SESSION_TOKEN!)!;
}

test('a function is arn:aws:sts::ACCOUNT:assumed-role/ROLE/FUNCTION for 12 hours', () => {
  const now = Date.now();
  const { arn, userId, expiresAt } = identityOf('hello', 'arn:aws:iam::123456789012:role/team/worker', now);
  assert.equal(arn, 'arn:aws:sts::123456789012:assumed-role/worker/hello');
  assert.match(userId, /^AROA[A-Z2-7]{17}:hello$/);
  assert.equal(Math.round((expiresAt - now) / 3_600_000), 12);
});

test('a function of one letter is x@lambda_function, because session names have two', () => {
  const { arn } = identityOf('x', 'arn:aws:iam::123456789012:role/worker', Date.now());
  assert.equal(arn, 'arn:aws:sts::123456789012:assumed-role/worker/x@lambda_function');
});
