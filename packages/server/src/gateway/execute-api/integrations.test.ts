import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { after, before, test } from 'node:test';
import {
  PutGatewayResponseCommand,
  PutIntegrationResponseCommand,
  type PutIntegrationResponseCommandInput,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway';
import { DrivenClock } from '../../kernel/driven-clock.ts';
import { RestApiFixture } from './rest-api.fixture.ts';

const CORS = {
  'method.response.header.Access-Control-Allow-Origin': "'*'",
  'method.response.header.Access-Control-Allow-Headers': "'Content-Type,Authorization'",
  'method.response.header.Access-Control-Allow-Methods': "'OPTIONS,GET'",
};
const FUNCTION = `exports.handler = async (event) => {
  if (event.fail) throw new Error(event.fail);
  return { got: event };
}`;

let api: RestApiFixture;
let backend: Server;
let address: string;

before(async () => {
  backend = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
    request.on('end', () => {
      const { method, url, headers } = request;
      const status = Number(headers['x-status'] ?? 200);
      const answer = JSON.stringify({ method, url, headers, body });
      if (headers['x-gzip']) response.setHeader('content-encoding', 'gzip');
      response.writeHead(status, { 'content-type': 'application/json', 'x-backend': 'yes', location: '/elsewhere' });
      response.end(headers['x-gzip'] ? gzipSync(answer) : answer);
    });
  });
  await once(backend.listen(0, '127.0.0.1'), 'listening');
  address = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`;
  api = await RestApiFixture.start({}, { clock: new DrivenClock() });
});

after(async () => {
  await api[Symbol.asyncDispose]();
  backend.close();
});

async function respond(
  at: { restApiId: string; resourceId: string; httpMethod: string },
  response: Partial<PutIntegrationResponseCommandInput> & { statusCode: string },
): Promise<void> {
  const declared = Object.keys(response.responseParameters ?? {}).map((name) => [name, false]);
  const responseParameters = Object.fromEntries(declared) as Record<string, boolean>;
  await api.client.send(new PutMethodResponseCommand({ ...at, statusCode: response.statusCode, responseParameters }));
  await api.client.send(new PutIntegrationResponseCommand({ ...at, ...response }));
}

test("a MOCK answers preflights, also by the serverless framework's template that is no JSON", async () => {
  for (const [path, template] of [
    ['/osls', '{statusCode:200}'],
    ['/sam', '{\n  "statusCode" : 200\n}\n'],
  ] as const) {
    const at = await api.method('OPTIONS', path, {
      type: 'MOCK',
      requestTemplates: { 'application/json': template },
      contentHandling: 'CONVERT_TO_TEXT',
    });
    await respond(at, { statusCode: '200', responseParameters: CORS, responseTemplates: { 'application/json': '' } });
  }
  await api.deploy();
  for (const path of ['/osls', '/sam']) {
    const response = await api.fetch(path, { method: 'OPTIONS', headers: { origin: 'http://app.example' } });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    assert.equal(response.headers.get('access-control-allow-methods'), 'OPTIONS,GET');
    assert.equal(await response.text(), '');
  }
});

test('a MOCK chooses its response by the status that its template says', async () => {
  const at = await api.method('POST', '/mock', {
    type: 'MOCK',
    requestTemplates: { 'application/json': '{"statusCode": $input.path("$.status")}' },
    passthroughBehavior: 'NEVER',
  });
  const responseTemplates = { 'application/json': '{"path": "$context.resourcePath"}' };
  await respond(at, { statusCode: '200', responseTemplates });
  await respond(at, { statusCode: '404', selectionPattern: '4\\d\\d', responseTemplates: { 'text/plain': 'none' } });
  await api.deploy();
  const send = (status: number, type = 'application/json') =>
    api.fetch('/mock', { method: 'POST', body: JSON.stringify({ status }), headers: { 'content-type': type } });
  assert.deepEqual(await (await send(200)).json(), { path: '/mock' });
  const missing = await send(404);
  assert.deepEqual(
    [missing.status, missing.headers.get('content-type'), await missing.text()],
    [404, 'text/plain', 'none'],
  );
  const unsupported = await send(200, 'text/csv');
  assert.equal(unsupported.status, 415);
  assert.deepEqual(await unsupported.json(), { message: 'Unsupported Media Type' });
});

test('an AWS integration maps the request to an event and the answer to a response', async () => {
  const at = await api.method('POST', '/lambda/{id}', {
    type: 'AWS',
    uri: await api.function('mapped', FUNCTION),
    requestTemplates: {
      'application/json': `{"id": "$input.params('id')", "body": $input.json('$'), "fail": $input.json('$.fail')}`,
    },
  });
  await respond(at, {
    statusCode: '201',
    responseTemplates: {
      'application/json': `$input.json('$.got.id')#set($context.responseOverride.header.X-Made = "yes")`,
    },
    responseParameters: { 'method.response.header.X-Id': 'integration.response.body.got.id' },
  });
  await respond(at, {
    statusCode: '404',
    selectionPattern: 'not found.*',
    responseTemplates: { 'application/json': `{"error": $input.json('$.errorMessage')}` },
  });
  await api.deploy();
  const send = (body: object) =>
    api.fetch('/lambda/7', {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  const made = await send({ a: 1 });
  assert.deepEqual([made.status, await made.text()], [201, '"7"']);
  assert.deepEqual([made.headers.get('x-id'), made.headers.get('x-made')], ['7', 'yes']);
  const missing = await send({ fail: 'not found: 7' });
  assert.deepEqual([missing.status, await missing.json()], [404, { error: 'not found: 7' }]);
  assert.equal((await send({ fail: 'other' })).status, 201);
});

test('an HTTP_PROXY passes everything on and back', async () => {
  await api.method(
    'ANY',
    '/proxied/{proxy+}',
    {
      type: 'HTTP_PROXY',
      integrationHttpMethod: 'ANY',
      uri: `${address}/base/{proxy}`,
      requestParameters: {
        'integration.request.path.proxy': 'method.request.path.proxy',
        'integration.request.header.X-Stage': 'context.stage',
        'integration.request.querystring.fixed': "'yes'",
      },
    },
    { requestParameters: { 'method.request.path.proxy': true } },
  );
  await api.deploy();
  const headers = { 'x-status': '302', 'x-gzip': '1', 'x-custom': 'kept' };
  const response = await api.fetch('/proxied/a/b?q=1', { method: 'PUT', body: 'text', headers });
  assert.equal(response.status, 302);
  assert.equal(response.headers.get('location'), '/elsewhere');
  assert.equal(response.headers.get('x-backend'), 'yes');
  assert.equal(response.headers.get('content-encoding'), null);
  const seen = (await response.json()) as {
    method: string;
    url: string;
    body: string;
    headers: Record<string, string>;
  };
  assert.deepEqual([seen.method, seen.url, seen.body], ['PUT', '/base/a/b?q=1&fixed=yes', 'text']);
  assert.equal(seen.headers['x-custom'], 'kept');
  assert.equal(seen.headers['x-stage'], 'dev');
  assert.equal(seen.headers.host, address.slice('http://'.length));
});

test('an HTTP integration sends only what it maps, and chooses its response by the status', async () => {
  const at = await api.method(
    'GET',
    '/http',
    {
      type: 'HTTP',
      integrationHttpMethod: 'GET',
      uri: address,
      requestParameters: { 'integration.request.header.X-Status': 'method.request.querystring.status' },
    },
    { requestParameters: { 'method.request.querystring.status': false } },
  );
  await respond(at, { statusCode: '200' });
  await respond(at, {
    statusCode: '502',
    selectionPattern: '5\\d\\d',
    responseTemplates: { 'application/json': '{"up":false}' },
  });
  await api.deploy();
  const good = await api.fetch('/http', { headers: { 'x-custom': 'not passed' } });
  const seen = (await good.json()) as { headers: Record<string, string> };
  assert.equal(seen.headers['x-custom'], undefined);
  assert.equal(seen.headers['user-agent'], `AmazonAPIGateway_${api.id}`);
  const bad = await api.fetch('/http?status=503');
  assert.deepEqual([bad.status, await bad.json()], [502, { up: false }]);
});

test('an endpoint that cannot be reached is a gateway failure, with the answer that the API gives it', async () => {
  await api.method('GET', '/unreachable', {
    type: 'HTTP_PROXY',
    integrationHttpMethod: 'GET',
    uri: 'http://127.0.0.1:1/',
  });
  await api.deploy();
  const plain = await api.fetch('/unreachable');
  assert.deepEqual([plain.status, await plain.json()], [504, { message: 'Network error communicating with endpoint' }]);
  await api.client.send(
    new PutGatewayResponseCommand({
      restApiId: api.id,
      responseType: 'DEFAULT_5XX',
      statusCode: '503',
      responseParameters: {
        'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
        'gatewayresponse.header.X-Asked': 'method.request.querystring.q',
      },
      responseTemplates: { 'application/json': '{"stage":"$context.stage","why":"$context.error.responseType"}' },
    }),
  );
  assert.equal((await api.fetch('/unreachable')).status, 504, 'not yet deployed');
  await api.deploy();
  const custom = await api.fetch('/unreachable?q=me');
  assert.deepEqual([custom.status, await custom.json()], [503, { stage: 'dev', why: 'INTEGRATION_FAILURE' }]);
  assert.equal(custom.headers.get('access-control-allow-origin'), '*');
  assert.equal(custom.headers.get('x-asked'), 'me');
});
