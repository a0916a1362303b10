import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseS3Url } from './s3-url.ts';

test('Any of the names of S3 leads to the bucket and the key.', () => {
  const cases: readonly [string, string, string][] = [
    ['https://s3.amazonaws.com/bucket/a/b.json', 'bucket', 'a/b.json'],
    ['https://s3.eu-west-1.amazonaws.com/bucket/a.json', 'bucket', 'a.json'],
    ['https://s3-us-west-2.amazonaws.com/bucket/a.json', 'bucket', 'a.json'],
    ['https://bucket.s3.amazonaws.com/a%20b.json', 'bucket', 'a b.json'],
    ['https://my.bucket.s3.eu-west-1.amazonaws.com/a.json', 'my.bucket', 'a.json'],
    ['https://bucket.s3.dualstack.eu-west-1.amazonaws.com/a.json', 'bucket', 'a.json'],
    ['http://127.0.0.1:4566/bucket/a.json', 'bucket', 'a.json'],
    ['http://localhost:4566/bucket/a.json', 'bucket', 'a.json'],
    ['http://bucket.localhost:4566/a.json', 'bucket', 'a.json'],
    ['http://s3.localhost:4566/bucket/a.json', 'bucket', 'a.json'],
    ['http://s3.localhost.localstack.cloud:4566/bucket/a.json', 'bucket', 'a.json'],
  ];
  for (const [url, bucket, key] of cases) assert.deepEqual(parseS3Url(url), { bucket, key }, url);
  assert.deepEqual(parseS3Url('https://s3.amazonaws.com/b/k?versionId=v'), { bucket: 'b', key: 'k', versionId: 'v' });
  for (const url of [
    'nonsense',
    'ftp://s3.amazonaws.com/b/k',
    'https://example.com/b/k',
    'https://s3.amazonaws.com/b',
  ]) {
    assert.throws(() => parseS3Url(url), { name: 'ValidationError' }, url);
  }
  assert.throws(() => parseS3Url('nonsense'), { message: 'TemplateURL must be a supported URL.' });
  assert.throws(() => parseS3Url('ftp://s3.amazonaws.com/b/k'), { message: 'TemplateURL must be a supported URL.' });
  assert.throws(() => parseS3Url('https://example.com/b/k'), {
    message: 'S3 error: Domain name specified in example.com is not a valid S3 domain',
  });
});
