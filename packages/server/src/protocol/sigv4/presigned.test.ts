import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import S3 from 'aws-sdk/clients/s3.js';
import type { AwsError } from '../../kernel/errors.ts';
import { UNSIGNED_PAYLOAD } from './canonical-request.ts';
import { checkPresignedExpiry, verifyPresigned } from './presigned.ts';
import { presignUrl } from './sign.ts';
import { SigningKeys } from './signing-key.ts';
import { checkPresignedV2Expiry, verifyPresignedV2 } from './sigv2.ts';

const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
const NOW = Date.parse('2026-01-31T12:00:00Z');
const verifier = (now = NOW) => ({ keys: new SigningKeys(), now, family: 's3' as const });
const wire = (url: string, method = 'GET', headers: Record<string, string> = {}) => {
  const { pathname, search, host } = new URL(url);
  return { method, path: pathname, query: search.slice(1), headers: { host, ...headers } };
};
const refused = (code: string, message: RegExp) => (error: AwsError) =>
  error.code === code && message.test(error.message);

describe('presigned URLs (SigV4)', () => {
  const url = presignUrl({
    method: 'GET',
    url: new URL('http://127.0.0.1:4566/b/k'),
    service: 's3',
    region: 'us-east-1',
    credentials: CREDENTIALS,
    date: new Date(NOW),
    expiresS: 60,
  });
  const check =
    (changed: string, now = NOW) =>
    () =>
      void verifyPresigned(wire(changed), 'secret', UNSIGNED_PAYLOAD, verifier(now));

  test('hold until they expire, and not a moment longer', () => {
    assert.doesNotThrow(check(url, NOW + 60_000));
    assert.throws(check(url, NOW + 61_000), (error: AwsError) => {
      assert.equal(error.message, 'Request has expired');
      assert.deepEqual(error.options.members, {
        'X-Amz-Expires': '60',
        Expires: '2026-01-31T12:01:00Z',
        ServerTime: '2026-01-31T12:01:01Z',
      });
      return error.code === 'AccessDenied' && error.options.status === 403;
    });
  });

  test('cannot be prolonged, moved or used with another method', () => {
    assert.throws(check(url.replace('Expires=60', 'Expires=600')), refused('SignatureDoesNotMatch', /calculated/));
    assert.throws(check(url.replace('/b/k', '/b/other')), refused('SignatureDoesNotMatch', /calculated/));
    assert.throws(
      () => verifyPresigned(wire(url, 'PUT'), 'secret', UNSIGNED_PAYLOAD, verifier()),
      refused('SignatureDoesNotMatch', /calculated/),
    );
    assert.throws(
      () => verifyPresigned(wire(url, 'GET', { 'x-amz-acl': 'x' }), 'secret', UNSIGNED_PAYLOAD, verifier()),
      refused('AccessDenied', /not signed/),
    );
  });

  test('are checked for sense: a week at most, a number, all parameters', () => {
    const withExpires = (value: string) => url.replace('Expires=60', `Expires=${value}`);
    assert.throws(
      check(withExpires('604801')),
      refused(
        'AuthorizationQueryParametersError',
        /^X-Amz-Expires must be less than a week \(in seconds\) that is 604800$/,
      ),
    );
    assert.throws(check(withExpires('-1')), refused('AuthorizationQueryParametersError', /non-negative/));
    assert.throws(check(withExpires('soon')), refused('AuthorizationQueryParametersError', /should be a number/));
    assert.throws(
      check(url.replace(/&X-Amz-SignedHeaders=[^&]*/, '')),
      refused('AuthorizationQueryParametersError', /^Query-string authentication version 4 requires/),
    );
    assert.throws(check(url, NOW - 3_600_000), refused('AccessDenied', /not valid yet/));
  });

  test('expire for callers whose signature nobody can verify, too', () => {
    const forged = wire(url.replace(/Signature=.*/, 'Signature=00'));
    assert.doesNotThrow(() => checkPresignedExpiry(forged, verifier()));
    assert.throws(() => checkPresignedExpiry(forged, verifier(NOW + 61_000)), refused('AccessDenied', /expired/));
  });
});

describe('presigned URLs of SDK v2 (SigV2)', () => {
  const s3 = (options: S3.ClientConfiguration, session?: string) =>
    new S3({
      ...options,
      region: 'us-east-1',
      signatureVersion: 'v2',
      credentials: { ...CREDENTIALS, ...(session ? { sessionToken: session } : {}) } as never,
    });
  const path = { endpoint: 'http://127.0.0.1:4566', s3ForcePathStyle: true };
  const verify =
    (url: string, bucket: string | null = null, method = 'GET', headers = {}) =>
    () =>
      verifyPresignedV2(wire(url, method, headers), 'secret', bucket, Date.now());

  test('hold with path style, sub-resources and overrides', () => {
    const url = s3(path).getSignedUrl('getObject', {
      Bucket: 'bu',
      Key: 'a b/ü+.txt',
      VersionId: 'v=1',
      ResponseContentType: 'text/plain; charset=utf-8',
    });
    assert.match(url, /AWSAccessKeyId=AKIDEXAMPLE/);
    assert.doesNotThrow(verify(url));
    assert.throws(verify(url.replace('versionId=', 'versionId=x')), refused('SignatureDoesNotMatch', /calculated/));
    assert.throws(verify(url, null, 'DELETE'), refused('SignatureDoesNotMatch', /calculated/));
  });

  test('hold with a virtual host, whose bucket is part of what is signed', () => {
    const url = s3({ endpoint: 'http://s3.localhost:4566' }).getSignedUrl('getObject', { Bucket: 'bucket', Key: 'k' });
    assert.match(url, /^http:\/\/bucket\.s3\.localhost/);
    assert.doesNotThrow(verify(url, 'bucket'));
    assert.throws(verify(url, 'other'), refused('SignatureDoesNotMatch', /calculated/));
  });

  test('hold with a session token, a content type and metadata', () => {
    const url = s3(path, 'to/k+en').getSignedUrl('putObject', {
      Bucket: 'bu',
      Key: 'k',
      ContentType: 'image/png',
      Metadata: { a: 'b c' },
    });
    assert.doesNotThrow(verify(url, null, 'PUT', { 'content-type': 'image/png' }));
  });

  test('end when they say', () => {
    assert.doesNotThrow(() => checkPresignedV2Expiry(`Expires=${NOW / 1000}`, NOW));
    assert.throws(
      () => checkPresignedV2Expiry(`Expires=${NOW / 1000}`, NOW + 1),
      refused('AccessDenied', /^Request has expired$/),
    );
    assert.throws(() => checkPresignedV2Expiry('Expires=never', NOW), refused('AccessDenied', /Access Denied/));
  });
});
