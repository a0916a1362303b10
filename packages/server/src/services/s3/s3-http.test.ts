import assert from 'node:assert/strict';
import { Agent, request as httpRequest } from 'node:http';
import { describe, test } from 'node:test';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import S3v2 from 'aws-sdk/clients/s3.js';
import { failure, text, useS3 } from './s3.fixture.ts';

const fixture = useS3();

/** `fetch` sets Host itself. */
function rawRequest(
  method: string,
  path: string,
  headers: Record<string, string>,
  body = '',
): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  const { hostname, port } = new URL(fixture.endpoint);
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { hostname, port, method, path, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (answer) => {
        let received = '';
        answer
          .setEncoding('utf8')
          .on('data', (chunk) => (received += chunk))
          .on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: received }));
      },
    );
    sent.on('error', reject).end(body);
  });
}

describe('addresses', () => {
  test('a bucket is reached by path and by virtual host, local or AWS’s', async () => {
    const Bucket = await fixture.bucket();
    await fixture.s3.putObject({ Bucket, Key: 'a/b', Body: 'here' });
    const { port } = new URL(fixture.endpoint);
    for (const host of [
      `${Bucket}.localhost:${port}`,
      `${Bucket}.s3.localhost.localstack.cloud:${port}`,
      `${Bucket}.s3.amazonaws.com`,
      `${Bucket}.s3.eu-west-1.amazonaws.com`,
    ]) {
      assert.equal((await rawRequest('GET', '/a/b', { host })).body, 'here', host);
    }
    assert.equal(await (await fetch(`${fixture.endpoint}/${Bucket}/a/b`)).text(), 'here');
    assert.equal((await fetch(`${fixture.endpoint}/no-such-bucket/a`)).status, 404);
    // Many machines do not resolve `*.localhost`.
    const httpAgent = new Agent({
      lookup: (_name, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]),
    });
    const virtual = fixture.client({
      forcePathStyle: false,
      endpoint: `http://localhost:${port}`,
      requestHandler: { httpAgent },
    });
    assert.equal(await text((await virtual.getObject({ Bucket, Key: 'a/b' })).Body), 'here');
  });

  test('answers carry the ids of the request, errors their resource, and HEAD no body', async () => {
    const Bucket = await fixture.bucket();
    const answer = await fetch(`${fixture.endpoint}/${Bucket}/none`);
    assert.equal(answer.status, 404);
    const body = await answer.text();
    assert.match(
      body,
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<Error><Code>NoSuchKey<\/Code><Message>The specified key does not exist\.<\/Message><Key>none<\/Key><RequestId>/,
    );
    assert.ok(body.includes(answer.headers.get('x-amz-request-id')!));
    assert.ok(answer.headers.get('x-amz-id-2'));
    assert.equal(await (await fetch(`${fixture.endpoint}/${Bucket}/none`, { method: 'HEAD' })).text(), '');
    const strange = await fetch(`${fixture.endpoint}/${Bucket}/none`, { method: 'PATCH' });
    assert.deepEqual([strange.status, /<Code>(\w+)/.exec(await strange.text())?.[1]], [405, 'MethodNotAllowed']);
  });
});

describe('presigned URLs', () => {
  test('SDK v3 presigns reads and writes, headers in the query included', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    const put = await getSignedUrl(
      s3,
      new PutObjectCommand({
        Bucket,
        Key: 'a b',
        ContentType: 'text/x',
        Metadata: { who: 'me' },
        StorageClass: 'STANDARD_IA',
      }),
      { expiresIn: 60 },
    );
    assert.equal(
      (await fetch(put, { method: 'PUT', body: 'signed', headers: { 'content-type': 'text/x' } })).status,
      200,
    );
    const head = await s3.headObject({ Bucket, Key: 'a b' });
    assert.deepEqual([head.Metadata, head.StorageClass, head.ContentType], [{ who: 'me' }, 'STANDARD_IA', 'text/x']);
    const get = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'a b', ResponseContentType: 'text/y' }), {
      expiresIn: 60,
    });
    const answer = await fetch(get);
    assert.deepEqual([await answer.text(), answer.headers.get('content-type')], ['signed', 'text/y']);
    const old = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'a b' }), {
      expiresIn: 1,
      signingDate: new Date(Date.now() - 60_000),
    });
    const expired = await fetch(old);
    assert.equal(expired.status, 403);
    assert.match(await expired.text(), /<Code>AccessDenied<\/Code><Message>Request has expired<\/Message>/);
  });

  test('SDK v2 speaks to it, and presigns with SigV2', async () => {
    const Bucket = await fixture.bucket();
    const v2 = new S3v2({
      endpoint: fixture.endpoint,
      s3ForcePathStyle: true,
      region: 'us-east-1',
      accessKeyId: 'test',
      secretAccessKey: 'test',
      maxRetries: 0,
    });
    await v2.putObject({ Bucket, Key: 'a', Body: 'from v2' }).promise();
    assert.equal((await v2.listObjects({ Bucket }).promise()).Contents?.[0]?.Key, 'a');
    const url = v2.getSignedUrl('getObject', { Bucket, Key: 'a', Expires: 60 });
    assert.match(url, /AWSAccessKeyId=/);
    assert.equal(await (await fetch(url)).text(), 'from v2');
    const put = v2.getSignedUrl('putObject', { Bucket, Key: 'b', Expires: 60 });
    assert.equal((await fetch(put, { method: 'PUT', body: 'put by v2' })).status, 200);
    assert.deepEqual((await v2.getObject({ Bucket, Key: 'b' }).promise()).Body, Buffer.from('put by v2'));
    await v2.deleteObjects({ Bucket, Delete: { Objects: [{ Key: 'a' }, { Key: 'b' }] } }).promise();
    await v2.deleteBucket({ Bucket }).promise();
  });
});

describe('forms', () => {
  async function post(Bucket: string, fields: Record<string, string>, body = 'posted', options: object = {}) {
    const { url, fields: signed } = await createPresignedPost(fixture.s3, {
      Bucket,
      Key: 'up/${filename}',
      Fields: fields,
      Expires: 60,
      ...options,
    });
    const form = new FormData();
    for (const [name, value] of Object.entries(signed)) form.append(name, value);
    form.append('file', new Blob([body]), 'cat.txt');
    return fetch(url, { method: 'POST', body: form, redirect: 'manual' });
  }

  test('a presigned form puts an object and answers as it asks', async () => {
    const { s3 } = fixture;
    const Bucket = await fixture.bucket();
    const fields = { 'Content-Type': 'text/x', 'x-amz-meta-a': 'ü', success_action_status: '201' };
    const answer = await post(Bucket, fields);
    assert.equal(answer.status, 201);
    assert.match(
      await answer.text(),
      new RegExp(
        `<PostResponse><Location>${fixture.endpoint}/${Bucket}/up/cat.txt</Location><Bucket>${Bucket}</Bucket><Key>up/cat.txt</Key><ETag>"[0-9a-f]{32}"</ETag></PostResponse>`,
      ),
    );
    const got = await s3.getObject({ Bucket, Key: 'up/cat.txt' });
    assert.deepEqual(
      [await text(got.Body), got.ContentType, Buffer.from(got.Metadata?.a ?? '', 'latin1').toString()],
      ['posted', 'text/x', 'ü'],
    );
    assert.equal((await post(Bucket, {})).status, 204);
    const redirected = await post(Bucket, { success_action_redirect: 'http://example.com/done?x=1' });
    assert.equal(redirected.status, 303);
    assert.match(
      redirected.headers.get('location') ?? '',
      /^http:\/\/example\.com\/done\?x=1&bucket=test-bucket-\d+&key=up%2Fcat\.txt&etag=/,
    );
  });

  test('a form that its policy does not allow puts nothing', async () => {
    const Bucket = await fixture.bucket();
    const refused = async (answer: Response) => [
      answer.status,
      /<Code>(.*?)<.*<Message>(.*?)</.exec(await answer.text())?.slice(1),
    ];
    const range = { Conditions: [['content-length-range', 2, 4]] };
    assert.deepEqual(await refused(await post(Bucket, {}, 'too long', range)), [
      400,
      ['EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size'],
    ]);
    assert.deepEqual(await refused(await post(Bucket, {}, 'x', range)), [
      400,
      ['EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size'],
    ]);
    assert.deepEqual(
      await refused(await post(Bucket, { acl: 'private' }, 'x', { Conditions: [['eq', '$acl', 'public-read']] })),
      [403, ['AccessDenied', 'Invalid according to Policy: Policy Condition failed: ["eq", "$acl", "public-read"]']],
    );
    assert.deepEqual(await refused(await post(Bucket, {}, 'x', { Expires: -10 })), [
      403,
      ['AccessDenied', 'Invalid according to Policy: Policy expired.'],
    ]);
    const form = new FormData();
    form.append('key', 'a');
    assert.deepEqual((await refused(await fetch(`${fixture.endpoint}/${Bucket}`, { method: 'POST', body: form })))[1], [
      'InvalidArgument',
      'POST requires exactly one file upload per request.',
    ]);
    assert.equal((await fixture.s3.listObjectsV2({ Bucket })).KeyCount, 0);
  });
});

describe('bodies', () => {
  test('what is no XML, and XML whose digest is wrong, is refused', async () => {
    const Bucket = await fixture.bucket();
    const put = (body: string, headers: Record<string, string> = {}) =>
      fetch(`${fixture.endpoint}/${Bucket}?tagging`, { method: 'PUT', body, headers });
    const code = async (answer: Response) => /<Code>(\w+)/.exec(await answer.text())?.[1];
    assert.equal(await code(await put('<Tagging>')), 'MalformedXML');
    assert.equal(
      await code(await put('<Tagging><TagSet/></Tagging>', { 'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==' })),
      'BadDigest',
    );
    assert.equal(
      await code(
        await fetch(`${fixture.endpoint}/${Bucket}?delete`, {
          method: 'POST',
          body: '<Delete><Object><Key>a</Key></Object></Delete>',
        }),
      ),
      'InvalidRequest',
    );
    assert.equal(
      (
        await failure(
          fixture.s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'On' as 'Enabled' } }),
        )
      ).name,
      'MalformedXML',
    );
  });
});
