import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTrustPolicy } from './trust-policy.ts';

function trust(change: object): string {
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
    ...change,
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

test('a trust policy names services, accounts, users, roles, sessions, unique ids and anyone', () => {
  const user = 'arn:aws:iam::000000000000:user/people/ada';
  checkTrustPolicy(trust({}));
  checkTrustPolicy(trust({ Principal: '*' }));
  checkTrustPolicy(trust({ Principal: { Service: ['edgelambda.amazonaws.com', 'states.eu-west-1.amazonaws.com'] } }));
  checkTrustPolicy(
    trust({ Principal: { Federated: 'cognito-identity.amazonaws.com' }, Action: 'sts:AssumeRoleWithWebIdentity' }),
  );
  checkTrustPolicy(
    trust({ Principal: { AWS: ['*', '000000000000', 'arn:aws:iam::000000000000:root', 'AROAEXAMPLEEXAMPLE000'] } }),
  );
  checkTrustPolicy(trust({ Principal: { AWS: 'arn:aws:sts::000000000000:assumed-role/role/session' } }));
  assert.deepEqual(checkTrustPolicy(trust({ Principal: { AWS: [user, '000000000000'] } })), [user]);
});

test('a trust policy may be of the old version, allow patterns of actions, and have conditions', () => {
  checkTrustPolicy(trust({}).replace('2012-10-17', '2008-10-17'));
  checkTrustPolicy(trust({ Action: ['sts:AssumeRole*', 'sts:TagSession'] }));
  checkTrustPolicy(trust({ Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }));
});

const refused: readonly [string, string][] = [
  ['{', 'This policy contains invalid Json'],
  [trust({ Resource: '*' }), 'Has prohibited field Resource'],
  [trust({ Principal: undefined }), 'Missing required field Principal'],
  [trust({ Action: undefined }), 'Missing required field Action'],
  [trust({ Action: 's3:GetObject' }), 'AssumeRole policy may only specify STS AssumeRole actions.'],
  [trust({ Principal: { Service: 'lambda' } }), 'Invalid principal in policy: "SERVICE":"lambda"'],
  [
    trust({ Principal: { AWS: 'arn:aws:iam::000000000000:group/x' } }),
    'Invalid principal in policy: "AWS":"arn:aws:iam::000000000000:group/x"',
  ],
  [trust({ Principal: { Aws: '*' } }), 'Syntax errors in policy.'],
  [trust({ Principal: 'lambda.amazonaws.com' }), 'Syntax errors in policy.'],
];

for (const [document, message] of refused) {
  test(`the trust policy ${document} is refused: ${message}`, () => {
    assert.throws(() => checkTrustPolicy(document), { code: 'MalformedPolicyDocumentException', message });
  });
}

test('a trust policy is at most 2,048 characters long, white space aside', () => {
  checkTrustPolicy(`${trust({})}${'\n'.repeat(3_000)}`);
  const long = trust({ Condition: { StringEquals: { 'sts:ExternalId': 'x'.repeat(2_048) } } });
  assert.throws(() => checkTrustPolicy(long), {
    code: 'LimitExceededException',
    message: 'Cannot exceed quota for ACLSizePerRole: 2048',
  });
});
