import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { after, before, test } from 'node:test';
import { isBinary } from './media-types.ts';
import { RestApiFixture } from './rest-api.fixture.ts';

const ECHO = `exports.handler = async (event) => ({ body: JSON.stringify(event) })`;

type Json = Record<string, any>;
let api: RestApiFixture;

before(async () => {
  api = await RestApiFixture.start({ binaryMediaTypes: ['image/*'] });
  const echo = await api.function('echo', ECHO);
  await api.method('GET', '/', { uri: echo });
  await api.method('ANY', '/pets/{id}/{proxy+}', { uri: echo });
  await api.deploy();
});

after(() => api[Symbol.asyncDispose]());

interface RawAnswer {
  readonly status: number;
  readonly headers: Json;
  readonly body: string;
}

/** With header names, repetitions and paths as they are, which fetch would not leave so. */
async function raw(path: string, headers: string[] = [], method = 'GET'): Promise<RawAnswer> {
  const { hostname, port } = new URL(api.platform.endpoint);
  const target = `/_aws/execute-api/${api.id}/dev${path}`;
  const all = [...headers, 'Host', `${hostname}:${port}`];
  const call = request({ hostname, port, path: target, method, headers: all }).end();
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  let body = '';
  for await (const piece of response.setEncoding('utf8')) body += piece;
  return { status: response.statusCode!, headers: response.headers, body };
}

async function event(path: string, headers: string[] = [], method = 'GET'): Promise<Json> {
  return JSON.parse((await raw(path, headers, method)).body) as Json;
}

test('the event has the fields of payload format 1.0; absent maps and the body are null', async () => {
  const { headers: _, multiValueHeaders, requestContext, ...others } = await event('/');
  assert.deepEqual(others, {
    resource: '/',
    path: '/',
    httpMethod: 'GET',
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    body: null,
    isBase64Encoded: false,
  });
  assert.ok(Object.values(multiValueHeaders as Json).every(Array.isArray));
  assert.deepEqual(
    Object.keys(requestContext as Json).toSorted(),
    [
      'accountId',
      'apiId',
      'deploymentId',
      'domainName',
      'domainPrefix',
      'extendedRequestId',
      'httpMethod',
      'identity',
    ].concat([
      'path',
      'protocol',
      'requestId',
      'requestTime',
      'requestTimeEpoch',
      'resourceId',
      'resourcePath',
      'stage',
    ]),
  );
  assert.deepEqual(
    Object.keys((requestContext as Json).identity as Json).toSorted(),
    ['accessKey', 'accountId', 'caller', 'cognitoAuthenticationProvider', 'cognitoAuthenticationType'].concat([
      'cognitoIdentityId',
      'cognitoIdentityPoolId',
      'principalOrgId',
      'sourceIp',
      'user',
      'userAgent',
      'userArn',
    ]),
  );
});

test('requestContext: protocol HTTP/1.1, path with the stage (event.path without), requestTime as 09/Apr/2015:12:34:56 +0000', async () => {
  const { path, requestContext: context } = await event('/pets/1/x');
  assert.equal(path, '/pets/1/x');
  assert.equal(context.path, '/dev/pets/1/x');
  assert.equal(context.protocol, 'HTTP/1.1');
  assert.match(context.requestTime, /^\d\d\/[A-Z][a-z]{2}\/\d{4}(:\d\d){3} \+0000$/);
  assert.equal(typeof context.requestTimeEpoch, 'number');
  assert.equal(context.domainPrefix, api.id);
});

test('header names keep their casing, headers has the last of repeated values, multiValueHeaders all', async () => {
  const { headers, multiValueHeaders } = await event('/', [
    'X-MixedCase',
    'one',
    'X-MixedCase',
    'two',
    'accept',
    '*/*',
  ]);
  assert.equal(headers['X-MixedCase'], 'two');
  assert.deepEqual(multiValueHeaders['X-MixedCase'], ['one', 'two']);
  assert.equal(headers.accept, '*/*');
});

test('authorization arrives as Authorization (recorded)', async () => {
  const { headers } = await event('/', ['authorization', 'me']);
  assert.equal(headers.Authorization, 'me');
  assert.equal(headers.authorization, undefined);
});

test('the gateway adds X-Amzn-Trace-Id, X-Forwarded-For, X-Forwarded-Port and X-Forwarded-Proto, and keeps Host', async () => {
  const { headers } = await event('/', ['X-Forwarded-For', '203.0.113.1']);
  const { host, port } = new URL(api.platform.endpoint);
  assert.match(headers['X-Amzn-Trace-Id'], /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
  assert.equal(headers['X-Forwarded-For'], '203.0.113.1, 127.0.0.1');
  assert.deepEqual([headers['X-Forwarded-Port'], headers['X-Forwarded-Proto'], headers.Host], [port, 'http', host]);
});

test('query values are decoded and the last wins; pathParameters are not decoded', async () => {
  const { queryStringParameters, multiValueQueryStringParameters, pathParameters } = await event(
    '/pets/a%20b/%C3%A9?q=1&q=%C3%A9&s=a+b',
  );
  assert.deepEqual(queryStringParameters, { q: 'é', s: 'a b' });
  assert.deepEqual(multiValueQueryStringParameters, { q: ['1', 'é'], s: ['a b'] });
  assert.deepEqual(pathParameters, { id: 'a%20b', proxy: '%C3%A9' });
});

test('a trailing slash and // are kept in event.path and stripped from pathParameters.proxy (recorded)', async () => {
  const slash = await event('/pets/1/x/y/');
  assert.deepEqual([slash.path, slash.pathParameters.proxy], ['/pets/1/x/y/', 'x/y']);
  const double = await event('/pets/1//x//y');
  assert.deepEqual([double.path, double.pathParameters.proxy], ['/pets/1//x//y', 'x/y']);
});

test('dropped from requests: Content-MD5, Max-Forwards, Proxy-Authenticate, Server, TE, Trailer, Upgrade, WWW-Authenticate, Connection, Content-Length, Expect, Transfer-Encoding', async () => {
  const dropped = [
    'Content-MD5',
    'Max-Forwards',
    'Proxy-Authenticate',
    'Server',
    'TE',
    'WWW-Authenticate',
    'Connection',
  ];
  const { headers } = await event('/', [...dropped.flatMap((name) => [name, 'close']), 'X-Kept', 'yes']);
  assert.equal(headers['X-Kept'], 'yes');
  const names = Object.keys(headers as Json).map((name) => name.toLowerCase());
  for (const name of [...dropped, 'Content-Length', 'Expect', 'Trailer', 'Transfer-Encoding', 'Upgrade'])
    assert.ok(!names.includes(name.toLowerCase()), name);
});

test('a request body is base64 iff its Content-Type matches binaryMediaTypes', async () => {
  const send = async (type: string): Promise<Json> => {
    const init = { method: 'POST', body: 'x', headers: { 'content-type': type } };
    return (await (await api.fetch('/pets/1/x', init)).json()) as Json;
  };
  const binary = await send('image/png');
  assert.deepEqual([binary.body, binary.isBase64Encoded], ['eA==', true]);
  const text = await send('text/plain');
  assert.deepEqual([text.body, text.isBase64Encoded], ['x', false]);
});

test('binaryMediaTypes */* matches all', () => {
  for (const type of ['text/plain', 'application/json; charset=utf-8', undefined]) assert.ok(isBinary(['*/*'], type));
  assert.equal(isBinary([], 'image/png'), false);
});

test('headers of more than 10,240 bytes are refused: 431 HTTP header is larger than 10240 bytes.', async () => {
  assert.equal((await raw('/', ['X-Long', 'x'.repeat(9000)])).status, 200);
  const { status, body } = await raw('/', ['X-Long', 'x'.repeat(10_200)]);
  assert.deepEqual([status, body], [431, '{"message":"HTTP header is larger than 10240 bytes."}']);
});
