import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { before, describe, test } from 'node:test';
import { IAM } from '@aws-sdk/client-iam';
import { GetObjectCommand, PutObjectCommand, type S3 } from '@aws-sdk/client-s3';
import { STS } from '@aws-sdk/client-sts';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { failure, text, useS3 } from './s3.fixture.ts';

const fixture = useS3();
const KEY = "a b/ü!'()*";

/** The credentials of a role, which Hearth issued and therefore verifies. */
async function roleCredentials() {
  const { client } = fixture.platform;
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
  };
  const [iam, sts] = [new IAM(client), new STS(client)];
  const { Role } = await iam.createRole({ RoleName: 'signer', AssumeRolePolicyDocument: JSON.stringify(trust) });
  const { Credentials } = await sts.assumeRole({ RoleArn: Role?.Arn, RoleSessionName: 'test' });
  iam.destroy();
  sts.destroy();
  const {
    AccessKeyId: accessKeyId = '',
    SecretAccessKey: secretAccessKey = '',
    SessionToken: sessionToken,
  } = Credentials ?? {};
  return { accessKeyId, secretAccessKey, sessionToken };
}

describe('callers with credentials of Hearth’s', () => {
  let credentials: Awaited<ReturnType<typeof roleCredentials>>;
  let s3: S3;
  before(async () => {
    credentials = await roleCredentials();
    s3 = fixture.client({ credentials });
  });

  test('signed bodies, whole and in chunks, are verified', async () => {
    const Bucket = await fixture.bucket(s3);
    await s3.putObject({ Bucket, Key: KEY, Body: 'hello' });
    await s3.putObject({
      Bucket,
      Key: 'stream',
      Body: Readable.from([Buffer.from('abc'), Buffer.from('def')]),
      ContentLength: 6,
    });
    assert.equal(await text((await s3.getObject({ Bucket, Key: 'stream' })).Body), 'abcdef');
    await s3.putBucketTagging({ Bucket, Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } });
    const stranger = fixture.client({ credentials: { ...credentials, secretAccessKey: 'no' } });
    assert.equal((await failure(stranger.listBuckets())).name, 'SignatureDoesNotMatch');
  });

  test('a presigned URL is good for what it was signed for, and for the preflight before it', async () => {
    const Bucket = await fixture.bucket(s3);
    await s3.putObject({ Bucket, Key: KEY, Body: 'hello' });
    const get = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: KEY }));
    assert.equal(await (await fetch(get)).text(), 'hello');
    assert.equal((await fetch(get.replace(/X-Amz-Signature=.{4}/, 'X-Amz-Signature=0000'))).status, 403);
    const put = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'p' }));
    await s3.putBucketCors({
      Bucket,
      CORSConfiguration: { CORSRules: [{ AllowedMethods: ['PUT'], AllowedOrigins: ['*'] }] },
    });
    const headers = { origin: 'https://app.example', 'access-control-request-method': 'PUT' };
    assert.equal((await fetch(put, { method: 'OPTIONS', headers })).status, 200);
    assert.equal((await fetch(put, { method: 'PUT', body: 'x', headers: { origin: headers.origin } })).status, 200);
  });

  test('AccessDenied (403): There were headers present in the request which were not signed, with HeadersNotSigned', async () => {
    const Bucket = await fixture.bucket(s3);
    const put = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'p' }));
    const refused = await fetch(put, { method: 'PUT', body: 'x', headers: { 'x-amz-meta-a': '1' } });
    assert.equal(refused.status, 403);
    const body = await refused.text();
    assert.match(body, /<Code>AccessDenied<\/Code>/);
    assert.match(body, /<Message>There were headers present in the request which were not signed<\/Message>/);
    assert.match(body, /<HeadersNotSigned>x-amz-meta-a<\/HeadersNotSigned>/);
  });

  test('a presigned form is verified', async () => {
    const Bucket = await fixture.bucket(s3);
    const { url, fields } = await createPresignedPost(s3, { Bucket, Key: 'form' });
    const post = async (all: Record<string, string>) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(all)) form.append(name, value);
      form.append('file', new Blob(['y']));
      return (await fetch(url, { method: 'POST', body: form })).status;
    };
    assert.equal(await post(fields), 204);
    assert.equal(await post({ ...fields, 'X-Amz-Signature': '0'.repeat(64) }), 403);
  });
});
