import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { PutIntegrationResponseCommand, PutMethodResponseCommand } from '@aws-sdk/client-api-gateway';
import { RestApiFixture } from './rest-api.fixture.ts';

const ECHO = `exports.handler = async (event) => ({ body: JSON.stringify(event) })`;
const ANSWER = `exports.handler = async (event) => {
  if (event.body === 'throw') throw new Error('no');
  return JSON.parse(event.body);
}`;
/** One of each, as a backend may send them. */
const OWN_HEADERS = [
  'Authorization',
  'Content-MD5',
  'Expect',
  'Host',
  'Max-Forwards',
  'Proxy-Authenticate',
  'User-Agent',
];

type Json = Record<string, any>;
let api: RestApiFixture;
let backend: Server;

before(async () => {
  backend = createServer((incoming, response) => {
    response.writeHead(200, { Via: '1.1 proxy', 'Content-Encoding': 'gzip', 'X-Kept': 'yes', Server: 'own' });
    response.end(gzipSync(JSON.stringify(incoming.headers)));
  });
  await once(backend.listen(0, '127.0.0.1'), 'listening');
  api = await RestApiFixture.start({ binaryMediaTypes: ['image/*'] });
  const echo = await api.function('echo', ECHO);
  await api.method('GET', '/', { uri: echo });
  await api.method('POST', '/answer', { uri: await api.function('answer', ANSWER) });
  const uri = `http://127.0.0.1:${(backend.address() as AddressInfo).port}/`;
  await api.method('GET', '/http-proxy', { type: 'HTTP_PROXY', integrationHttpMethod: 'GET', uri });
  await mapped('HTTP', '/http', { integrationHttpMethod: 'GET', uri });
  await mapped('MOCK', '/mock', { requestTemplates: { 'application/json': '{"statusCode": 200}' } });
  await api.deploy();
});

after(async () => {
  backend.close();
  await api[Symbol.asyncDispose]();
});

/** A method whose response has all of OWN_HEADERS. */
async function mapped(type: 'HTTP' | 'MOCK', path: string, integration: object): Promise<void> {
  const at = { ...(await api.method('GET', path, { type, ...integration })), statusCode: '200' };
  const names = OWN_HEADERS.map((name) => `method.response.header.${name}`);
  const declared = Object.fromEntries(names.map((name) => [name, false]));
  const values = Object.fromEntries(names.map((name) => [name, "'own'"]));
  await api.client.send(new PutMethodResponseCommand({ ...at, responseParameters: declared }));
  await api.client.send(new PutIntegrationResponseCommand({ ...at, responseParameters: values }));
}

function answer(response: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return api.fetch('/answer', { method: 'POST', body: JSON.stringify(response), headers });
}

for (const [fact, response] of Object.entries({
  '{"statusCode":200}': { statusCode: 200 },
  '{}': {},
  'headers: null': { headers: null },
})) {
  test(`proxy response ${fact}: 200, empty, Content-Type application/json`, async () => {
    const { status, headers, ...answered } = await read(await answer(response));
    assert.deepEqual([status, headers.get('content-type'), answered.text], [200, 'application/json', '']);
  });
}

async function read(response: Response) {
  return { status: response.status, headers: response.headers, text: await response.text() };
}

test('proxy response with only headers, no statusCode: 200', async () => {
  const response = await answer({ headers: { 'X-Own': 'yes' } });
  assert.deepEqual([response.status, response.headers.get('x-own')], [200, 'yes']);
});

for (const [fact, response] of Object.entries({
  'an unknown extra key': { statusCode: 200, extra: 1 },
  'a bare string': 'text',
  'a multiValueHeaders value that is no list': { multiValueHeaders: { a: 'b' } },
  'statusCode "test"': { statusCode: 'test' },
  'a body that is no string': { body: { a: 1 } },
})) {
  test(`proxy response with ${fact}: 502 Internal server error, InternalServerErrorException`, async () => {
    await badGateway(await answer(response));
  });
}

async function badGateway(response: Response): Promise<void> {
  assert.equal(response.headers.get('x-amzn-errortype'), 'InternalServerErrorException');
  assert.deepEqual([response.status, await response.json()], [502, { message: 'Internal server error' }]);
}

test('a function error: 502 Internal server error', async () => {
  await badGateway(await api.fetch('/answer', { method: 'POST', body: 'throw' }));
});

test('proxy response with statusCode "201", a string: 201', async () => {
  assert.equal((await answer({ statusCode: '201' })).status, 201);
});

test('proxy response with a boolean header value: true or false', async () => {
  const { headers } = await answer({ headers: { 'X-Yes': true, 'X-No': false } });
  assert.deepEqual([headers.get('x-yes'), headers.get('x-no')], ['true', 'false']);
});

test('proxy response with a name in headers and multiValueHeaders: combined, multi values first', async () => {
  const { headers } = await answer({
    headers: { 'x-own': 'value-solo' },
    multiValueHeaders: { 'X-Own': ['value-multi'] },
  });
  assert.equal(headers.get('x-own'), 'value-multi, value-solo');
});

test('isBase64Encoded true is decoded only if the first media type of Accept is a binary one', async () => {
  const body = Buffer.from([0, 255]).toString('base64');
  const bytes = async (accept: string) =>
    Buffer.from(await (await answer({ isBase64Encoded: true, body }, { accept })).arrayBuffer()).toString('base64');
  assert.equal(await bytes('image/png, text/html'), body);
  assert.equal(await bytes('text/html, image/png'), Buffer.from(body).toString('base64'));
});

test('remapped to x-amzn-Remapped-… in responses: Connection, Content-Length, Date, Server; Transfer-Encoding is dropped', async () => {
  const names = ['Connection', 'Content-Length', 'Date', 'Server'];
  const own = Object.fromEntries([...names, 'Transfer-Encoding', 'Authorization'].map((name) => [name, 'own']));
  const { headers } = await answer({ headers: own });
  for (const name of names) assert.equal(headers.get(`x-amzn-remapped-${name}`), 'own', name);
  assert.equal(headers.get('authorization'), 'own');
  assert.equal(headers.has('x-amzn-remapped-transfer-encoding'), false);
  assert.notEqual(headers.get('transfer-encoding'), 'own');
});

test('an HTTP or AWS integration also remaps Authorization, Content-MD5, Expect, Host, Max-Forwards, Proxy-Authenticate, User-Agent; a MOCK does not', async () => {
  const http = (await api.fetch('/http')).headers;
  const mock = (await api.fetch('/mock')).headers;
  for (const name of OWN_HEADERS) {
    assert.equal(http.get(`x-amzn-remapped-${name}`), 'own', name);
    assert.equal(mock.get(name), 'own', name);
  }
});

test('an HTTP_PROXY drops Content-Encoding and Via from the response, and remaps Server', async () => {
  const response = await api.fetch('/http-proxy', { headers: { 'content-md5': 'x' } });
  assert.equal(response.headers.has('via') || response.headers.has('content-encoding'), false);
  assert.deepEqual([response.headers.get('x-kept'), response.headers.get('x-amzn-remapped-server')], ['yes', 'own']);
  assert.equal(((await response.json()) as Json)['content-md5'], undefined);
});

test('responses have x-amzn-RequestId and x-amz-apigw-id; X-Amzn-Trace-Id from proxies only; x-amzn-ErrorType on errors only', async () => {
  for (const path of ['/', '/mock', '/nowhere']) {
    const { headers } = await api.fetch(path);
    assert.ok(headers.has('x-amzn-requestid'), path);
    assert.equal(headers.has('x-amz-apigw-id'), path !== '/nowhere', path);
    assert.equal(headers.has('x-amzn-trace-id'), path === '/', path);
    assert.equal(headers.has('x-amzn-errortype'), path === '/nowhere', path);
  }
});
