import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Readable } from 'node:stream';
import { bytesOf } from './contract/official-client.ts';
import { STORE } from './contract/store.fixture.ts';
import { modelOf, requestOf } from './fixtures.ts';
import { readModel } from './model-files.ts';
import { compileCodec } from './service-codec.ts';

const ID = 'request-1';

describe('responses', () => {
  test('of the query protocol wrap the result and name the request', async () => {
    const match = await compileCodec(readModel('sts')).match(
      requestOf({ method: 'GET', query: 'Action=GetCallerIdentity&Version=2011-06-15' }),
    );
    const { body, headers, status } = match.write(
      { Account: '000000000000', Arn: 'arn:aws:iam::000000000000:root', UserId: undefined },
      ID,
    );
    assert.equal(status, 200);
    assert.equal(headers['x-amzn-requestid'], ID);
    assert.equal(
      body,
      '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>000000000000</Account>' +
        '<Arn>arn:aws:iam::000000000000:root</Arn></GetCallerIdentityResult><ResponseMetadata><RequestId>request-1</RequestId></ResponseMetadata></GetCallerIdentityResponse>',
    );
  });

  test('of an operation without output are empty or only metadata', async () => {
    const deleted = await compileCodec(readModel('iam')).match(
      requestOf({
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'Action=DeleteRole&RoleName=r',
      }),
    );
    assert.match(deleted.write({}, ID).body as string, /^<DeleteRoleResponse xmlns="[^"]+"><ResponseMetadata>/);
    const removed = await compileCodec(readModel('lambda')).match(
      requestOf({ method: 'DELETE', path: '/2015-03-31/functions/f/aliases/live' }),
    );
    assert.deepEqual(removed.write({}, ID), { status: 204, headers: { 'x-amzn-requestid': ID }, body: '' });
  });

  test('take the status that the output states', async () => {
    const match = await compileCodec(readModel('lambda')).match(
      requestOf({ path: '/2015-03-31/functions/f/invocations' }),
    );
    const { status, headers } = match.write({ StatusCode: 202, ExecutedVersion: '1' }, ID);
    assert.equal(status, 202);
    assert.equal(headers['x-amz-executed-version'], '1');
  });

  test('hand streams on as they are, in both directions', async () => {
    const store = compileCodec(STORE);
    const get = await store.match(requestOf({ method: 'GET', path: '/shelf/key' }));
    const stream = Readable.from([Buffer.from('a'), Buffer.from('b')]);
    const { body, headers } = get.write({ Body: stream, ContentType: 'text/css', Metadata: { A: 'b' } }, ID);
    assert.equal(body, stream);
    assert.equal(headers['content-type'], 'text/css');
    assert.equal(headers['x-meta-a'], 'b');
    const request = requestOf({ method: 'PUT', path: '/shelf/key', body: 'content' });
    const put = await store.match(request);
    assert.equal((await put.read()).Body, request.body);
  });

  test("an event stream's own type travels in a header of its own", async () => {
    const match = await compileCodec(readModel('lambda')).match(
      requestOf({ path: '/2021-11-15/functions/f/response-streaming-invocations' }),
    );
    const events = Readable.from([
      { PayloadChunk: { Payload: Buffer.from('hi') } },
      { InvokeComplete: { LogResult: 'bG9n' } },
    ]);
    const { headers, body } = match.write(
      { ResponseStreamContentType: 'text/html', ExecutedVersion: '$LATEST', EventStream: events },
      ID,
    );
    assert.equal(headers['content-type'], 'application/vnd.amazon.eventstream');
    assert.equal(headers['x-amzn-remapped-content-type'], 'text/html');
    assert.match(
      Buffer.from(await bytesOf(body)).toString('latin1'),
      /PayloadChunk[^]+octet-stream[^]+hi[^]+InvokeComplete[^]+\{"LogResult":"bG9n"\}/,
    );
  });

  test("of S3 have S3's root names, and GetBucketLocation is unwrapped", async () => {
    const s3 = compileCodec(
      modelOf(
        ['rest-xml'],
        {},
        {
          serviceId: 'S3',
          operations: {
            GetBucketLocation: {
              http: ['GET', '/{Bucket}?location', 200],
              input: 'In',
              output: 'GetBucketLocationOutput',
            },
            ListObjectsV2: { http: ['GET', '/{Bucket}?list-type=2', 200], input: 'In', output: 'ListObjectsV2Output' },
          },
          shapes: {
            In: { type: 'structure', members: { Bucket: { shape: 'string', required: true, in: 'label' } } },
            GetBucketLocationOutput: { type: 'structure', members: { LocationConstraint: 'string' } },
            ListObjectsV2Output: { type: 'structure', members: { Name: 'string' } },
          },
        },
      ),
    );
    const written = async (query: string, output: object) =>
      (await s3.match(requestOf({ method: 'GET', path: '/b', query }))).write({ ...output }, ID).body as string;
    const xml = '<?xml version="1.0" encoding="UTF-8"?>\n';
    const namespace = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
    assert.equal(
      await written('location', { LocationConstraint: 'eu-west-1' }),
      `${xml}<LocationConstraint ${namespace}>eu-west-1</LocationConstraint>`,
    );
    assert.equal(await written('location', {}), `${xml}<LocationConstraint ${namespace}></LocationConstraint>`);
    assert.equal(
      await written('list-type=2', { Name: 'b' }),
      `${xml}<ListBucketResult ${namespace}><Name>b</Name></ListBucketResult>`,
    );
  });
});
