import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { code } from './error-code.fixture.ts';
import { checkCorsRules, matchCors } from './cors.ts';
import { checkPostPolicy, parsePostPolicy, sizeRangeOf } from './post-policy.ts';
import { isPublic, parsePolicy } from './public-policies.ts';
import { parseTaggingHeader } from './tags.ts';

describe('CORS, tags and policies', () => {
  test('the first rule that allows origin, method and headers counts', () => {
    const rules = checkCorsRules([
      { AllowedMethods: ['GET'], AllowedOrigins: ['http://*.a.com'], AllowedHeaders: ['x-*'] },
      { AllowedMethods: ['PUT'], AllowedOrigins: ['*'] },
    ]);
    assert.equal(matchCors(rules, { origin: 'http://b.a.com', method: 'GET', headers: ['X-Any'] }), rules[0]);
    assert.equal(matchCors(rules, { origin: 'http://a.com', method: 'GET', headers: [] }), null);
    assert.equal(matchCors(rules, { origin: 'http://b.a.com', method: 'GET', headers: ['y'] }), null);
    assert.equal(matchCors(rules, { origin: 'null', method: 'PUT', headers: [] }), rules[1]);
    assert.equal(
      code(() => checkCorsRules([{ AllowedMethods: ['PATCH'], AllowedOrigins: ['*'] }])),
      'InvalidRequest',
    );
    assert.equal(
      code(() => checkCorsRules([{ AllowedMethods: ['GET'], AllowedOrigins: ['*.*'] }])),
      'InvalidRequest',
    );
  });

  test('tags in a header are a query', () => {
    assert.deepEqual(parseTaggingHeader('a=1&b=%C3%BC'), [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: 'ü' },
    ]);
    assert.equal(
      code(() => parseTaggingHeader('a=1&a=2')),
      'InvalidArgument',
    );
    assert.equal(
      code(() => parseTaggingHeader(Array.from({ length: 11 }, (_, i) => `k${i}=`).join('&'))),
      'InvalidTag',
    );
    assert.equal(
      code(() => parseTaggingHeader('aws:x=1')),
      'InvalidTag',
    );
  });

  test('a policy is public when it lets in everyone, unless a condition pins them down', () => {
    const policy = (statement: object) =>
      parsePolicy(JSON.stringify({ Statement: [{ Action: '*', Resource: '*', ...statement }] }));
    assert.equal(isPublic(policy({ Effect: 'Allow', Principal: '*' })), true);
    assert.equal(isPublic(policy({ Effect: 'Allow', Principal: { AWS: ['*'] } })), true);
    assert.equal(
      isPublic(policy({ Effect: 'Allow', Principal: '*', Condition: { StringEquals: { 'aws:SourceAccount': '1' } } })),
      false,
    );
    assert.equal(
      isPublic(policy({ Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': false } } })),
      false,
    );
    assert.equal(
      code(() => parsePolicy('[]')),
      'MalformedPolicy',
    );
  });

  test('a form is held to every condition of its policy', () => {
    const text = (conditions: unknown[]) =>
      Buffer.from(JSON.stringify({ expiration: '2030-01-01T00:00:00Z', conditions })).toString('base64');
    const policy = parsePostPolicy(
      text([
        { bucket: 'b' },
        ['starts-with', '$key', 'up/'],
        ['content-length-range', 1, 5],
        ['starts-with', '$Content-Type', 'image/'],
      ]),
    );
    const check = (fields: Record<string, string>, now = 0) =>
      code(() =>
        checkPostPolicy(
          policy,
          new Map(Object.entries({ bucket: 'b', key: 'up/x', 'content-type': 'image/png', ...fields })),
          now,
        ),
      );
    assert.equal(check({}), 'none');
    assert.equal(check({ key: 'down/x' }), 'AccessDenied');
    assert.equal(check({ acl: 'private' }), 'AccessDenied');
    assert.equal(check({ 'content-type': 'image/png, text/html' }), 'AccessDenied');
    assert.equal(check({}, Date.UTC(2031)), 'AccessDenied');
    assert.deepEqual(sizeRangeOf(policy), { min: 1, max: 5 });
    assert.equal(
      code(() => parsePostPolicy('e30=')),
      'InvalidPolicyDocument',
    );
    assert.equal(
      code(() => parsePostPolicy(text([['eq', 'key', 'x']]))),
      'InvalidPolicyDocument',
    );
  });
});
