import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Principal } from '../../service.ts';
import { arnLike, conditionValues, isAllowed } from './permission-evaluation.ts';
import { policyDocument, toStatement } from './permission-statements.ts';

const RESOURCE = 'arn:aws:lambda:us-east-1:123456789012:function:hello';
const grant = { StatementId: 's3', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' };
const s3: Principal = {
  kind: 'service',
  name: 's3.amazonaws.com',
  sourceArn: 'arn:aws:s3:::photos',
  sourceAccount: '123456789012',
};

function allowed(
  principal: Principal,
  options: Partial<Parameters<typeof toStatement>[0]> = {},
  action = 'lambda:InvokeFunction',
): boolean {
  return isAllowed([toStatement({ ...grant, ...options }, RESOURCE)], {
    principal,
    action,
    values: conditionValues(principal),
  });
}

test('parameters become the statement that AWS prints', () => {
  const statement = toStatement(
    { ...grant, SourceArn: 'arn:aws:s3:::photos', SourceAccount: '123456789012' },
    RESOURCE,
  );
  assert.deepEqual(statement, {
    Sid: 's3',
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: RESOURCE,
    Condition: {
      StringEquals: { 'AWS:SourceAccount': '123456789012' },
      ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::photos' },
    },
  });
  assert.equal(policyDocument([]), '{"Version":"2012-10-17","Id":"default","Statement":[]}');
});

test('principals are a star, an account, an ARN or a service', () => {
  assert.equal(toStatement({ ...grant, Principal: '*' }, RESOURCE).Principal, '*');
  assert.deepEqual(toStatement({ ...grant, Principal: '123456789012' }, RESOURCE).Principal, {
    AWS: 'arn:aws:iam::123456789012:root',
  });
  assert.deepEqual(toStatement({ ...grant, Principal: 'arn:aws:iam::123456789012:role/x' }, RESOURCE).Principal, {
    AWS: 'arn:aws:iam::123456789012:role/x',
  });
  assert.throws(() => toStatement({ ...grant, Principal: 'nobody' }, RESOURCE), {
    message: /The provided principal was invalid/,
  });
});

test('without a statement nobody is allowed', () => {
  assert.equal(isAllowed([], { principal: s3, action: 'lambda:InvokeFunction', values: {} }), false);
});

test('a service is allowed by its own name and action only', () => {
  assert.equal(allowed(s3), true);
  assert.equal(allowed({ kind: 'service', name: 'sns.amazonaws.com' }), false);
  assert.equal(allowed(s3, { Action: 'lambda:GetFunction' }), false);
  assert.equal(allowed(s3, { Action: 'lambda:*' }), true);
});

test('source conditions must hold, and a request without the key fails them', () => {
  assert.equal(allowed(s3, { SourceArn: 'arn:aws:s3:::photos' }), true);
  assert.equal(allowed(s3, { SourceArn: 'arn:aws:s3:::ph*' }), true);
  assert.equal(allowed(s3, { SourceArn: 'arn:aws:s3:::other' }), false);
  assert.equal(allowed(s3, { SourceAccount: '999999999999' }), false);
  assert.equal(allowed({ kind: 'service', name: 's3.amazonaws.com' }, { SourceArn: 'arn:aws:s3:::photos' }), false);
  assert.equal(allowed(s3, { EventSourceToken: 'token' }), false);
});

test('an account, a role and its sessions are identities', () => {
  const session: Principal = {
    kind: 'identity',
    account: '1'.repeat(12),
    arn: `arn:aws:sts::${'1'.repeat(12)}:assumed-role/worker/s`,
    userId: 'x',
  };
  assert.equal(allowed(session, { Principal: '1'.repeat(12) }), true);
  assert.equal(allowed(session, { Principal: `arn:aws:iam::${'1'.repeat(12)}:role/worker` }), true);
  assert.equal(allowed(session, { Principal: `arn:aws:iam::${'1'.repeat(12)}:role/other` }), false);
});

test('wildcards of ArnLike stay inside their part, except in the resource', () => {
  assert.equal(
    arnLike(
      'arn:aws:execute-api:us-east-1:123456789012:api/*/GET/*',
      'arn:aws:execute-api:us-east-1:123456789012:api/prod/GET/a:b',
    ),
    true,
  );
  assert.equal(arnLike('arn:aws:s3:*:photos', 'arn:aws:s3:::photos'), false);
  assert.equal(arnLike('arn:aws:sqs:us-?ast-1:*:q', 'arn:aws:sqs:us-east-1:1:q'), true);
});
