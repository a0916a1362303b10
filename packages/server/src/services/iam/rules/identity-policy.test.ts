import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkInlinePolicy, checkManagedPolicy } from './identity-policy.ts';

const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::bucket/*' };

function policy(change: object, top: object = {}): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: { ...statement, ...change }, ...top });
}

const accepted: readonly [string, string][] = [
  ['one statement without a list', policy({})],
  ['an old version, inline', policy({}, { Version: '2008-10-17' })],
  ['no version, inline', JSON.stringify({ Statement: [statement] })],
  ['every action on everything', policy({ Action: '*', Resource: '*' })],
  [
    'NotAction and NotResource',
    JSON.stringify({ Statement: [{ Effect: 'Deny', NotAction: ['iam:*'], NotResource: ['arn:aws:s3:::x'] }] }),
  ],
  [
    'conditions with set operators',
    policy({ Condition: { 'ForAnyValue:StringLikeIfExists': { 'aws:TagKeys': ['a*'] }, Null: { 'aws:x': true } } }),
  ],
  ['an IAM resource', policy({ Action: 'iam:PassRole', Resource: 'arn:aws:iam::000000000000:role/*' })],
  ['a policy variable', policy({ Resource: 'arn:aws:s3:::bucket/${aws:username}/*' })],
  ['any ARN', policy({ Resource: 'arn:*:s3:::bucket' })],
];

for (const [what, document] of accepted) {
  test(`an identity policy may have ${what}`, () => {
    checkInlinePolicy(document);
  });
}

const refused: readonly [string, string][] = [
  ['no JSON', 'Syntax errors in policy.'],
  ['[]', 'Syntax errors in policy.'],
  [policy({}, { Statements: [] }), 'Syntax errors in policy.'],
  [policy({}, { Version: '2020-01-01' }), 'Syntax errors in policy.'],
  [JSON.stringify({ Version: '2012-10-17', Statement: [] }), 'Syntax errors in policy.'],
  [policy({ Effect: 'allow' }), 'Syntax errors in policy.'],
  [policy({ NotAction: 's3:*' }), 'Syntax errors in policy.'],
  [policy({ Action: 7 }), 'Syntax errors in policy.'],
  [policy({ Condition: { StringSame: { a: 'b' } } }), 'Syntax errors in policy.'],
  [policy({ Principal: '*' }), 'Policy document should not specify a principal.'],
  [policy({ Action: undefined }), 'Policy statement must contain actions.'],
  [policy({ Action: [] }), 'Policy statement must contain actions.'],
  [policy({ Resource: undefined }), 'Policy statement must contain resources.'],
  [policy({ Action: 'GetObject' }), 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.'],
  [policy({ Action: 's3:Get:Object' }), 'Actions/Condition can contain only one colon.'],
  [policy({ Action: 's 3:GetObject' }), 'Vendor s 3 is not valid'],
  [policy({ Resource: 'bucket' }), 'Resource bucket must be in ARN format or "*".'],
  [policy({ Resource: 'arn:sws:s3:::bucket' }), 'Partition "sws" is not valid for resource "arn:sws:s3:*:*:bucket".'],
  [policy({ Resource: 'arn:aws' }), 'Resource vendor must be fully qualified and cannot contain regexes.'],
  [
    policy({ Resource: 'arn:aws:s3:us-east-1::bucket' }),
    'Resource arn:aws:s3:us-east-1::bucket can not contain region information.',
  ],
  [
    policy({ Resource: 'arn:aws:iam:us-east-1::role/x' }),
    'IAM resource arn:aws:iam:us-east-1::role/x cannot contain region information.',
  ],
];

for (const [document, message] of refused) {
  test(`the identity policy ${document} is refused: ${message}`, () => {
    assert.throws(() => checkInlinePolicy(document), { code: 'MalformedPolicyDocumentException', message });
  });
}

test('statement ids are unique within a policy', () => {
  const document = JSON.stringify({
    Statement: [
      { ...statement, Sid: 'a' },
      { ...statement, Sid: 'a' },
    ],
  });
  assert.throws(() => checkInlinePolicy(document), {
    message: 'Statement IDs (SID) in a single policy must be unique.',
  });
});

test('a managed policy is of the current version and at most 6,144 characters long, white space aside', () => {
  assert.throws(() => checkManagedPolicy(policy({}, { Version: '2008-10-17' })), {
    message: 'Policy document must be version 2012-10-17 or greater.',
  });
  checkManagedPolicy(`${policy({})}${' '.repeat(10_000)}`);
  assert.throws(() => checkManagedPolicy(policy({ Resource: `arn:aws:s3:::${'b'.repeat(6_144)}` })), {
    code: 'LimitExceededException',
    message: 'Cannot exceed quota for PolicySize: 6144',
  });
});
