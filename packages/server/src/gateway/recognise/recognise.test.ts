import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { presentedCredential } from '../../protocol/sigv4/credential.ts';
import { emptyBody } from '../../protocol/wire-body.ts';
import type { WireRequest } from '../../protocol/wire.ts';
import type { ServiceName } from '../../services/service.ts';
import { bucketOfHost } from '../../protocol/bucket-host.ts';
import { bucketPath } from './bucket-path.ts';
import { recognise } from './recognise.ts';
import type { Evidence, Recognised } from './recognised.ts';
import { indexServices } from './service-index.ts';
import { SERVICES, type ServiceRow } from './service-table.ts';

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: string;
  readonly table?: Record<string, ServiceRow>;
}

const WITH_S3 = SERVICES;
const { s3: _, ...WITHOUT_S3 } = SERVICES;
const signed = (service: string, region = 'eu-west-1', key = 'AKIDEXAMPLE') => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260131/${region}/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
});
const presigned = (service: string) =>
  `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test%2F20260131%2Fap-south-1%2F${service}%2Faws4_request&X-Amz-Signature=00`;

function evidence({
  method = 'GET',
  path = '/',
  query = '',
  host = '127.0.0.1:4566',
  headers = {},
  form,
  table = WITHOUT_S3,
}: Asked): Evidence {
  const request: WireRequest = {
    method,
    path,
    query,
    headers: { host, ...headers },
    body: emptyBody,
    signal: new AbortController().signal,
  };
  return {
    request,
    credential: presentedCredential(request),
    form: form === undefined ? null : new URLSearchParams(form),
    services: indexServices(table),
  };
}

const service = (name: string, region = 'us-east-1'): Recognised => ({
  kind: 'service',
  service: name as ServiceName,
  region,
});
const absent = (name: string): Recognised => ({ kind: 'absent', service: name });
const unknown: Recognised = { kind: 'unknown' };

const cases: readonly (readonly [title: string, asked: Asked, expected: Recognised])[] = [
  [
    'a signed request goes to the service of its scope',
    { headers: signed('lambda'), path: '/2015-03-31/functions' },
    service('lambda', 'eu-west-1'),
  ],
  [
    'the scope outweighs a path that looks like another service',
    { headers: signed('sts'), path: '/2015-03-31/functions' },
    service('sts', 'eu-west-1'),
  ],
  [
    'the scope outweighs X-Amz-Target',
    { headers: { ...signed('iam'), 'x-amz-target': 'Logs_20140328.X' } },
    service('iam', 'eu-west-1'),
  ],
  ['a signed request for a service that Hearth has not is named', { headers: signed('dynamodb') }, absent('dynamodb')],
  [
    'a header without spaces after the commas is read',
    {
      headers: {
        authorization:
          'AWS4-HMAC-SHA256 Credential=k/20260131/us-west-2/logs/aws4_request,SignedHeaders=host,Signature=0',
      },
    },
    service('logs', 'us-west-2'),
  ],
  ['a presigned query goes to the service of its scope', { query: presigned('sts') }, service('sts', 'ap-south-1')],
  [
    'X-Amz-Target names the service of an unsigned request',
    { method: 'POST', headers: { 'x-amz-target': 'Logs_20140328.DescribeLogGroups' } },
    service('logs'),
  ],
  [
    'an X-Amz-Target of another service is named',
    { method: 'POST', headers: { 'x-amz-target': 'DynamoDB_20120810.PutItem' } },
    absent('DynamoDB_20120810'),
  ],
  [
    'a Smithy path names the service',
    {
      method: 'POST',
      path: '/service/Logs_20140328/operation/DescribeLogGroups',
      headers: { 'smithy-protocol': 'rpc-v2-cbor' },
    },
    service('logs'),
  ],
  [
    'a Smithy path of another service is named',
    {
      method: 'POST',
      path: '/service/GraniteServiceVersion20100801/operation/PutMetricData',
      headers: { 'smithy-protocol': 'rpc-v2-cbor' },
    },
    absent('GraniteServiceVersion20100801'),
  ],
  [
    'a path that looks like Smithy without its header is unknown',
    { path: '/service/Logs_20140328/operation/X' },
    unknown,
  ],
  [
    'Action and Version in the query name the service',
    { query: 'Action=GetCallerIdentity&Version=2011-06-15' },
    service('sts'),
  ],
  [
    'Action and Version in a form name the service',
    { method: 'POST', form: 'Action=ListRoles&Version=2010-05-08' },
    service('iam'),
  ],
  [
    'another version of the query protocol is named',
    { query: 'Version=2012-11-05&Action=SendMessage' },
    absent('query API 2012-11-05'),
  ],
  ['Action without Version is unknown', { query: 'Action=GetCallerIdentity' }, unknown],
  [
    "AWS's host name names service and region",
    { host: 'lambda.eu-central-1.amazonaws.com' },
    service('lambda', 'eu-central-1'),
  ],
  ['a global host name means us-east-1', { host: 'iam.amazonaws.com' }, service('iam')],
  ["China's host names are known", { host: 'sts.cn-north-1.amazonaws.com.cn' }, service('sts', 'cn-north-1')],
  ['dual-stack host names are known', { host: 'logs.us-east-2.api.aws' }, service('logs', 'us-east-2')],
  ["LocalStack's host names are known", { host: 'lambda.localhost.localstack.cloud:4566' }, service('lambda')],
  ['a host name of a service that Hearth has not is named', { host: 'sqs.us-east-1.amazonaws.com' }, absent('sqs')],
  ["a bucket's host name is S3's", { host: 'my.bucket.s3.us-east-1.amazonaws.com', path: '/key' }, absent('s3')],
  [
    "a bucket's host name goes to S3 once it is there",
    { host: 'my.bucket.s3.eu-west-3.amazonaws.com', table: WITH_S3 },
    service('s3', 'eu-west-3'),
  ],
  [
    'the old regional host names of S3 tell the region',
    { host: 'b.s3-us-west-2.amazonaws.com', table: WITH_S3 },
    service('s3', 'us-west-2'),
  ],
  ['bucket.localhost is a bucket once S3 is there', { host: 'bucket.localhost:4566', table: WITH_S3 }, service('s3')],
  ['bucket.localhost is unknown as long as there is no S3', { host: 'bucket.localhost:4566' }, unknown],
  [
    "an API's host is its program's",
    { host: 'abc123.execute-api.eu-west-1.amazonaws.com', path: '/prod/x' },
    { kind: 'data-plane', plane: 'execute-api', id: 'abc123', region: 'eu-west-1', path: '/prod/x' },
  ],
  [
    "a function URL is its program's, although it is signed for lambda",
    { host: 'u1.lambda-url.us-west-2.on.aws', headers: signed('lambda', 'us-west-2') },
    { kind: 'data-plane', plane: 'function-url', id: 'u1', region: 'us-west-2', path: '/' },
  ],
  [
    "what is sent to a function URL is never another service's",
    {
      host: 'u1.lambda-url.us-west-2.localhost:4566',
      query: 'Action=ListUsers&Version=2010-05-08',
      headers: { 'x-amz-target': 'Logs_20140328.X' },
    },
    { kind: 'data-plane', plane: 'function-url', id: 'u1', region: 'us-west-2', path: '/' },
  ],
  [
    'a local API host takes the signed region',
    { host: 'abc.execute-api.localhost:4566', headers: signed('execute-api') },
    { kind: 'data-plane', plane: 'execute-api', id: 'abc', region: 'eu-west-1', path: '/' },
  ],
  [
    "an API's local path is its program's",
    { path: '/_aws/execute-api/abc/dev/pets/1', query: 'Action=ListUsers&Version=2010-05-08' },
    { kind: 'data-plane', plane: 'execute-api', id: 'abc', stage: 'dev', region: 'us-east-1', path: '/pets/1' },
  ],
  [
    "LocalStack's path of an API is its program's",
    { path: '/restapis/abc/dev/_user_request_/pets', headers: signed('execute-api') },
    { kind: 'data-plane', plane: 'execute-api', id: 'abc', stage: 'dev', region: 'eu-west-1', path: '/pets' },
  ],
  [
    'a signed object whose key looks like an API is an object',
    { path: '/restapis/abc/dev/_user_request_/pets', headers: signed('s3'), table: WITH_S3 },
    service('s3', 'eu-west-1'),
  ],
  ["Hearth's pages are its own", { path: '/_hearth/health' }, { kind: 'hearth', path: '/_hearth/health' }],
  [
    "LocalStack's health page is Hearth's own",
    { path: '/_localstack/health' },
    { kind: 'hearth', path: '/_localstack/health' },
  ],
  ['other pages of LocalStack are unknown', { path: '/_localstack/init' }, unknown],
  [
    'an unsigned request at a path of Lambda goes to Lambda',
    { path: '/2015-03-31/functions/f/invocations', method: 'POST' },
    service('lambda'),
  ],
  [
    "a SigV2 query is S3's",
    { path: '/b/k', query: 'AWSAccessKeyId=k&Expires=1&Signature=s', table: WITH_S3 },
    service('s3'),
  ],
  [
    'a SigV2 query without S3 is named',
    { path: '/b/k', query: 'AWSAccessKeyId=k&Expires=1&Signature=s' },
    absent('s3'),
  ],
  [
    'a bearer token is no scope',
    { headers: { authorization: 'Bearer Credential=k/20260131/us-west-2/logs/aws4_request' } },
    unknown,
  ],
  [
    'a malformed credential is no scope',
    { headers: { authorization: 'AWS4-HMAC-SHA256 Credential=k/us-west-2/logs, SignedHeaders=host, Signature=0' } },
    unknown,
  ],
  ['the root of an IP address is unknown', {}, unknown],
  ['any other path is unknown', { path: '/some/path' }, unknown],
];

describe('recognition', () => {
  for (const [title, asked, expected] of cases) {
    test(title, () => assert.deepEqual(recognise(evidence(asked)), expected));
  }

  test('the path of an existing bucket is S3, that of another is not', async () => {
    const exists = async (name: string) => name === 'photos';
    assert.deepEqual(await bucketPath(evidence({ path: '/photos/cat.jpg', table: WITH_S3 }), exists), service('s3'));
    assert.equal(await bucketPath(evidence({ path: '/videos/cat.mp4', table: WITH_S3 }), exists), null);
    assert.equal(await bucketPath(evidence({ path: '/photos/cat.jpg' }), exists), null);
  });

  test('the bucket of a host name is told by its place before s3', () => {
    const buckets = {
      'my.s3.b.s3.us-east-1.amazonaws.com': 'my.s3.b',
      's3.us-east-1.amazonaws.com': null,
      'b.localhost:4566': 'b',
      'b.s3.localhost': 'b',
      '127.0.0.1:4566': null,
      localhost: null,
    };
    for (const [host, bucket] of Object.entries(buckets)) assert.equal(bucketOfHost(host), bucket, host);
  });

  test('two services cannot claim one name', () => {
    assert.throws(() => indexServices({ ...SERVICES, iam: SERVICES.sts }), /both iam and sts claim "sts"/);
  });
});
