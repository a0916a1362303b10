import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AwsError } from '../../kernel/errors.ts';
import { canonicalRequest, EMPTY_SHA256, UNSIGNED_PAYLOAD, type SignableRequest } from './canonical-request.ts';
import type { ErrorFamily } from './errors.ts';
import { signRequest } from './sign.ts';
import { SigningKeys, signatureOf, signingKey } from './signing-key.ts';
import { stringToSign } from './string-to-sign.ts';
import { verifyHeader } from './verify.ts';

const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const NOW = Date.parse('2026-01-31T12:00:00Z');
const verifier = (family: ErrorFamily = 'rest-json', now = NOW) => ({ keys: new SigningKeys(), now, family });
const code = (expected: string, text?: RegExp) => (error: AwsError) => {
  assert.equal(error.code, expected);
  if (text) assert.match(error.message, text);
  return true;
};

describe('refusals', () => {
  const signed = (date: number, overrides: Record<string, string> = {}) => {
    const headers = signRequest({
      method: 'POST',
      url: new URL('http://127.0.0.1:4566/'),
      body: '',
      service: 'lambda',
      region: 'us-east-1',
      credentials: CREDENTIALS,
      date: new Date(date),
    });
    return { method: 'POST', path: '/', query: '', headers: { ...headers, ...overrides } };
  };
  const verify =
    (request: SignableRequest, family: ErrorFamily = 'rest-json') =>
    () =>
      verifyHeader(request, CREDENTIALS.secretAccessKey, EMPTY_SHA256, verifier(family));

  test('a changed body, path, header or secret is noticed', () => {
    const request = signed(NOW);
    assert.doesNotThrow(verify(request));
    assert.throws(
      verify({ ...request, path: '/x' }),
      code('InvalidSignatureException', /^The request signature we calculated/),
    );
    assert.throws(
      verify({ ...request, headers: { ...request.headers, host: 'other' } }),
      code('InvalidSignatureException'),
    );
    assert.throws(
      () => verifyHeader(request, CREDENTIALS.secretAccessKey, UNSIGNED_PAYLOAD, verifier()),
      code('InvalidSignatureException'),
    );
    assert.throws(() => verifyHeader(request, 'other', EMPTY_SHA256, verifier()), code('InvalidSignatureException'));
  });

  test('each family words a mismatch its own way', () => {
    const request = { ...signed(NOW), path: '/x' };
    const codes = (['rest-json', 'json', 'query', 's3'] as const).map((family) => {
      try {
        verify(request, family)();
      } catch (error) {
        return `${(error as AwsError).code} ${(error as AwsError).options.status}`;
      }
      return 'accepted';
    });
    assert.deepEqual(codes, [
      'InvalidSignatureException 403',
      'InvalidSignatureException 400',
      'SignatureDoesNotMatch 403',
      'SignatureDoesNotMatch 403',
    ]);
  });

  test('a clock that is off by more than fifteen minutes is named', () => {
    assert.doesNotThrow(verify(signed(NOW - 14 * 60_000)));
    const expired =
      'Signature expired: 20260131T114400Z is now earlier than 20260131T114500Z (20260131T120000Z - 15 min.)';
    assert.throws(verify(signed(NOW - 16 * 60_000)), { message: expired });
    assert.throws(
      verify(signed(NOW + 16 * 60_000)),
      code('InvalidSignatureException', /^Signature not yet current: 20260131T121600Z is still later than/),
    );
    assert.throws(verify(signed(NOW - 16 * 60_000), 's3'), code('RequestTimeTooSkewed'));
  });

  test('an incomplete header says what it lacks', () => {
    const message =
      "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter.";
    assert.throws(
      verify(signed(NOW, { authorization: 'AWS4-HMAC-SHA256 Credential=k/20260131/us-east-1/lambda/aws4_request' })),
      { name: 'IncompleteSignatureException', message },
    );
    const { 'x-amz-date': _, ...headers } = signed(NOW).headers;
    assert.throws(
      verify({ ...signed(NOW), headers }),
      code('IncompleteSignatureException', /existence of either a 'X-Amz-Date' or a 'Date' header/),
    );
  });

  test('a scope of another day is refused', () => {
    const request = signed(NOW);
    const authorization = request.headers.authorization!.replace('/20260131/', '/20260130/');
    assert.throws(
      verify({ ...request, headers: { ...request.headers, authorization } }),
      code('InvalidSignatureException', /^Date in Credential scope does not match/),
    );
  });

  test('the host must be signed, and for S3 every x-amz header', () => {
    const request = signed(NOW);
    const withoutHost = request.headers.authorization!.replace('host;', '');
    assert.throws(
      verify({ ...request, headers: { ...request.headers, authorization: withoutHost } }),
      code('InvalidSignatureException', /'Host' or ':authority' must be/),
    );
    const s3 = signRequest({
      method: 'GET',
      url: new URL('http://h/b'),
      service: 's3',
      region: 'us-east-1',
      credentials: CREDENTIALS,
      date: new Date(NOW),
    });
    const added = { method: 'GET', path: '/b', query: '', headers: { ...s3, 'x-amz-acl': 'public-read' } };
    assert.throws(
      verify(added, 's3'),
      (error: AwsError) => error.code === 'AccessDenied' && error.options.members?.HeadersNotSigned === 'x-amz-acl',
    );
  });

  test('Date stands in for X-Amz-Date, in the format of HTTP', () => {
    const headers: Record<string, string> = { host: 'h', date: 'Sat, 31 Jan 2026 12:00:00 GMT' };
    const scope = { date: '20260131', region: 'us-east-1', service: 'lambda' };
    const canonical = canonicalRequest(
      { method: 'GET', path: '/', query: '', headers },
      'lambda',
      ['date', 'host'],
      EMPTY_SHA256,
    );
    const signature = signatureOf(
      signingKey(CREDENTIALS.secretAccessKey, scope),
      stringToSign('20260131T120000Z', scope, canonical),
    );
    headers.authorization = `AWS4-HMAC-SHA256 Credential=k/20260131/us-east-1/lambda/aws4_request, SignedHeaders=date;host, Signature=${signature}`;
    assert.doesNotThrow(verify({ method: 'GET', path: '/', query: '', headers }));
  });
});
