import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ConditionBlock, conditionsHold } from './conditions.ts';

const context = new Map([
  ['aws:username', ['ada']],
  ['aws:principalarn', ['arn:aws:iam::000000000000:role/team/builder']],
  ['aws:sourceip', ['10.1.2.3']],
  ['aws:currenttime', ['2026-03-01T00:00:00Z']],
  ['aws:tagkeys', ['cost', 'team']],
  ['sts:externalid', ['Secret']],
]);

const cases: readonly [ConditionBlock, boolean][] = [
  [{}, true],
  [{ StringEquals: { 'sts:ExternalId': 'Secret' } }, true],
  [{ StringEquals: { 'sts:ExternalId': 'secret' } }, false],
  [{ StringEqualsIgnoreCase: { 'STS:externalid': 'secret' } }, true],
  [{ StringEquals: { 'sts:ExternalId': ['other', 'Secret'] } }, true],
  [{ StringNotEquals: { 'sts:ExternalId': ['other', 'Secret'] } }, false],
  [{ StringEquals: { 'sts:ExternalId': 'Secret', 'aws:username': 'bob' } }, false],
  [{ StringLike: { 'aws:username': 'a?a' } }, true],
  [{ StringEquals: { 'aws:missing': 'x' } }, false],
  [{ StringNotEquals: { 'aws:missing': 'x' } }, true],
  [{ StringEqualsIfExists: { 'aws:missing': 'x' } }, true],
  [{ Null: { 'aws:missing': 'true' } }, true],
  [{ Null: { 'aws:username': 'true' } }, false],
  [{ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/team/*' } }, true],
  [{ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam:*:role/team/*' } }, false],
  [{ ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::000000000000:role/team/builder' } }, false],
  [{ IpAddress: { 'aws:SourceIp': '10.1.0.0/16' } }, true],
  [{ NotIpAddress: { 'aws:SourceIp': ['10.1.0.0/16', '::1/128'] } }, false],
  [{ DateGreaterThan: { 'aws:CurrentTime': '2026-02-01T00:00:00Z' } }, true],
  [{ DateLessThan: { 'aws:CurrentTime': '1769904000' } }, false],
  [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['cost', 'team', 'x'] } }, true],
  [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['cost'] } }, false],
  [{ 'ForAllValues:StringEquals': { 'aws:missing': ['cost'] } }, true],
  [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['cost'] } }, true],
  [{ 'ForAnyValue:StringEquals': { 'aws:missing': ['cost'] } }, false],
  [{ StringEquals: { 'sts:ExternalId': '${aws:username}' } }, false],
  [{ StringLike: { 'aws:PrincipalArn': '*:role/team/builder' } }, true],
];

for (const [block, expected] of cases) {
  test(`the condition ${JSON.stringify(block)} ${expected ? 'holds' : 'does not hold'}`, () => {
    assert.equal(conditionsHold(block, context), expected);
  });
}
