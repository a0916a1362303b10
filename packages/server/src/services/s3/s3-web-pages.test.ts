import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { useS3 } from './s3.fixture.ts';

const fixture = useS3();

describe('web pages', () => {
  const CORSRules = [
    {
      AllowedMethods: ['PUT', 'GET'],
      AllowedOrigins: ['https://*.example.com'],
      AllowedHeaders: ['x-amz-*', 'content-type'],
      ExposeHeaders: ['ETag'],
      MaxAgeSeconds: 30,
    },
    { AllowedMethods: ['GET'], AllowedOrigins: ['*'] },
  ];

  async function preflight(Bucket: string, origin: string, method: string, headers = '') {
    return fetch(`${fixture.endpoint}/${Bucket}/a`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': method,
        ...(headers ? { 'access-control-request-headers': headers } : {}),
      },
    });
  }

  test('preflights are answered from the configuration', async () => {
    const Bucket = await fixture.bucket();
    const disabled = await preflight(Bucket, 'https://a.example.com', 'PUT');
    assert.deepEqual(
      [disabled.status, /<Message>(.*?)</.exec(await disabled.text())?.[1]],
      [403, 'CORSResponse: CORS is not enabled for this bucket.'],
    );
    await fixture.s3.putBucketCors({ Bucket, CORSConfiguration: { CORSRules } });
    const allowed = await preflight(Bucket, 'https://a.example.com', 'PUT', 'Content-Type, X-Amz-Date');
    const headers = Object.fromEntries([...allowed.headers].filter(([name]) => name.startsWith('access-control')));
    assert.equal(allowed.status, 200);
    assert.deepEqual(headers, {
      'access-control-allow-origin': 'https://a.example.com',
      'access-control-allow-methods': 'PUT, GET',
      'access-control-allow-headers': 'content-type, x-amz-date',
      'access-control-expose-headers': 'ETag',
      'access-control-max-age': '30',
      'access-control-allow-credentials': 'true',
    });
    assert.equal((await preflight(Bucket, 'https://a.example.com', 'PUT', 'authorization')).status, 403);
    assert.equal((await preflight(Bucket, 'https://evil.com', 'PUT')).status, 403);
    assert.equal((await preflight(Bucket, 'https://a.example.com', 'TRACE')).status, 400);
  });

  test('a page reads what the configuration allows, and pages from elsewhere nothing', async () => {
    const Bucket = await fixture.bucket();
    await fixture.s3.putObject({ Bucket, Key: 'a', Body: 'x' });
    const url = `${fixture.endpoint}/${Bucket}/a`;
    const ask = (origin: string, init: RequestInit = {}) => fetch(url, { ...init, headers: { origin } });
    assert.equal((await ask('https://evil.com')).status, 403);
    assert.equal((await ask('https://evil.com', { method: 'PUT', body: 'evil' })).status, 403);
    const mine = await ask('http://localhost:3000');
    assert.deepEqual([mine.status, mine.headers.get('access-control-allow-origin')], [200, null]);
    await fixture.s3.putBucketCors({ Bucket, CORSConfiguration: { CORSRules } });
    const anyone = await ask('https://evil.com');
    assert.deepEqual(
      [anyone.status, anyone.headers.get('access-control-allow-origin'), await anyone.text()],
      [200, '*', 'x'],
    );
    assert.equal((await ask('https://evil.com', { method: 'PUT', body: 'evil' })).status, 403);
    const missing = await fetch(`${url}-none`, { headers: { origin: 'https://b.example.com' } });
    assert.deepEqual(
      [missing.status, missing.headers.get('access-control-allow-origin')],
      [404, 'https://b.example.com'],
    );
  });
});
