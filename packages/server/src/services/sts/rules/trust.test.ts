import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Applicant, isTrusted } from './trust.ts';

const ACCOUNT = '111111111111';
const user: Applicant = {
  kind: 'identity',
  account: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:user/ada`,
  userId: 'AIDAEXAMPLEEXAMPLE000',
};
const session: Applicant = {
  kind: 'identity',
  account: ACCOUNT,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/builder/run`,
  userId: 'AROAEXAMPLEEXAMPLE000:run',
};
const lambda: Applicant = { kind: 'service', name: 'lambda.amazonaws.com' };

function trusts(applicant: Applicant, ...statements: object[]): boolean {
  const trustPolicy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  return isTrusted(trustPolicy, { applicant, action: 'sts:AssumeRole', context: new Map([['sts:externalid', ['x']]]) });
}

function allow(Principal: unknown, more: object = {}): object {
  return { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more };
}

test('an account stands for everyone in it, however it is written', () => {
  assert.ok(trusts(user, allow({ AWS: ACCOUNT })));
  assert.ok(trusts(session, allow({ AWS: `arn:aws:iam::${ACCOUNT}:root` })));
  assert.ok(!trusts(user, allow({ AWS: '222222222222' })));
});

test('a user is named by ARN or unique id', () => {
  assert.ok(trusts(user, allow({ AWS: user.arn })));
  assert.ok(trusts(user, allow({ AWS: ['222222222222', user.userId] })));
  assert.ok(!trusts(user, allow({ AWS: `arn:aws:iam::${ACCOUNT}:user/bob` })));
});

test('a role stands for each of its sessions, whatever its path', () => {
  assert.ok(trusts(session, allow({ AWS: `arn:aws:iam::${ACCOUNT}:role/team/builder` })));
  assert.ok(!trusts(session, allow({ AWS: `arn:aws:iam::${ACCOUNT}:role/other` })));
  assert.ok(!trusts(user, allow({ AWS: `arn:aws:iam::${ACCOUNT}:role/ada` })));
});

test('a service is trusted by name and no account stands for it', () => {
  assert.ok(trusts(lambda, allow({ Service: ['ec2.amazonaws.com', 'lambda.amazonaws.com'] })));
  assert.ok(!trusts(lambda, allow({ Service: 'ec2.amazonaws.com' })));
  assert.ok(!trusts(lambda, allow({ AWS: '*' })));
  assert.ok(!trusts(user, allow({ Service: 'lambda.amazonaws.com' })));
});

test('a Deny beats any Allow', () => {
  const deny = { Effect: 'Deny', Principal: { AWS: user.arn }, Action: 'sts:*' };
  assert.ok(!trusts(user, allow('*'), deny));
  assert.ok(trusts(session, allow('*'), deny));
});

test('actions and conditions narrow what is trusted', () => {
  assert.ok(trusts(user, allow('*', { Action: 'sts:Assume*' })));
  assert.ok(!trusts(user, allow('*', { Action: 'sts:TagSession' })));
  assert.ok(trusts(user, allow('*', { Condition: { StringEquals: { 'sts:ExternalId': 'x' } } })));
  assert.ok(!trusts(user, allow('*', { Condition: { StringEquals: { 'sts:ExternalId': 'y' } } })));
});
