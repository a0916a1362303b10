import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { RestApiFixture } from './rest-api.fixture.ts';

const ECHO = `exports.handler = async (event) => ({
  statusCode: 200,
  headers: { 'X-Single': 'one' },
  multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'], 'x-single': ['multi'] },
  body: JSON.stringify(event),
})`;
const ANSWER = `exports.handler = async (event) => {
  if (event.queryStringParameters?.fail) throw new Error('no');
  return JSON.parse(event.body);
}`;

let api: RestApiFixture;

before(async () => {
  api = await RestApiFixture.start({ binaryMediaTypes: ['image/png'] });
  const echo = await api.function('echo', ECHO);
  await api.method('GET', '/hello', { uri: echo });
  await api.method('ANY', '/users/{id}/{proxy+}', { uri: echo });
  await api.method('POST', '/answer', { uri: await api.function('answer', ANSWER) });
  await api.method('GET', '/forbidden', { uri: await api.function('forbidden', ECHO, false) });
  await api.method('GET', '/variable', { uri: echo.replace('function:echo', 'function:${stageVariables.fn}') });
  await api.deploy('dev', { fn: 'echo' });
});

after(() => api[Symbol.asyncDispose]());

test('GET /hello reaches the function, and its answer the caller', async () => {
  const response = await api.fetch('/hello');
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/json');
  assert.match(response.headers.get('x-amzn-requestid')!, /^[0-9a-f-]{36}$/);
  assert.match(response.headers.get('x-amz-apigw-id')!, /^.{15}=$/);
  assert.match(response.headers.get('x-amzn-trace-id')!, /^Root=1-/);
  assert.deepEqual(response.headers.getSetCookie(), ['a=1', 'b=2']);
  assert.equal(response.headers.get('x-single'), 'multi, one');
});

test('the event holds the request field by field', async () => {
  const path = '/users/a%20b/x/%C3%A9/?q=1&q=2&empty&s=a+b%21';
  const response = await api.fetch(path, { method: 'PUT', headers: { 'X-Custom': 'yes' }, body: 'text' });
  const event = (await response.json()) as Record<string, any>;
  assert.equal(event.resource, '/users/{id}/{proxy+}');
  assert.equal(event.path, '/users/a%20b/x/%C3%A9/');
  assert.equal(event.httpMethod, 'PUT');
  assert.deepEqual(event.pathParameters, { id: 'a%20b', proxy: 'x/%C3%A9' });
  assert.deepEqual(event.queryStringParameters, { q: '2', empty: '', s: 'a b!' });
  assert.deepEqual(event.multiValueQueryStringParameters, { q: ['1', '2'], empty: [''], s: ['a b!'] });
  assert.deepEqual(event.stageVariables, { fn: 'echo' });
  assert.equal(event.headers['X-Custom'] ?? event.headers['x-custom'], 'yes');
  assert.equal(event.headers['X-Forwarded-For'], '127.0.0.1');
  assert.equal(event.body, 'text');
  assert.equal(event.isBase64Encoded, false);
  const context = event.requestContext;
  assert.equal(context.path, '/dev/users/a%20b/x/%C3%A9/');
  assert.equal(context.stage, 'dev');
  assert.equal(context.resourcePath, event.resource);
  assert.equal(context.apiId, api.id);
  assert.equal(context.accountId, '000000000000');
  assert.equal(context.identity.sourceIp, '127.0.0.1');
  assert.match(context.requestTime, /^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
  assert.equal(context.domainName, `${api.id}.execute-api.us-east-1.amazonaws.com`);
});

test('what a request does not have is null in the event', async () => {
  const event = (await (await api.fetch('/hello')).json()) as Record<string, unknown>;
  for (const name of ['queryStringParameters', 'multiValueQueryStringParameters', 'pathParameters', 'body']) {
    assert.equal(event[name], null, name);
  }
});

test('a body of a binary media type comes as base 64, and goes back as bytes to who accepts them', async () => {
  const bytes = Buffer.from([0, 255, 128]);
  const response = await api.fetch('/users/1/x', {
    method: 'POST',
    headers: { 'content-type': 'image/png' },
    body: bytes,
  });
  const event = (await response.json()) as Record<string, unknown>;
  assert.deepEqual([event.body, event.isBase64Encoded], [bytes.toString('base64'), true]);
  const answer = JSON.stringify({ body: bytes.toString('base64'), isBase64Encoded: true });
  const accepted = await api.fetch('/answer', { method: 'POST', body: answer, headers: { accept: 'image/png' } });
  assert.deepEqual(Buffer.from(await accepted.arrayBuffer()), bytes);
  const plain = await api.fetch('/answer', { method: 'POST', body: answer, headers: { accept: 'text/html' } });
  assert.equal(await plain.text(), bytes.toString('base64'));
});

test('an API answers by its other addresses, too', async () => {
  const { endpoint } = api.platform;
  const local = await fetch(`${endpoint}/restapis/${api.id}/dev/_user_request_/hello`);
  assert.equal(local.status, 200);
  for (const host of [`${api.id}.execute-api.us-east-1.amazonaws.com`, `${api.id}.execute-api.localhost`]) {
    const { status, body } = await getByHost(endpoint, host, '/dev/hello');
    assert.equal(status, 200);
    const event = JSON.parse(body) as Record<string, any>;
    assert.equal(event.path, '/hello');
    assert.equal(event.requestContext.domainName, host);
  }
});

test('a stage variable may name the function', async () => {
  assert.equal((await api.fetch('/variable')).status, 200);
});

test('what does not exist is refused as AWS refuses it', async () => {
  const absent = [
    [await api.fetch('/nowhere'), 'Missing Authentication Token', 'MissingAuthenticationTokenException'],
    [
      await api.fetch('/hello', { method: 'DELETE' }),
      'Missing Authentication Token',
      'MissingAuthenticationTokenException',
    ],
    [await api.fetch('/hello', {}, 'prod'), 'Forbidden', 'ForbiddenException'],
    [await fetch(`${api.platform.endpoint}/_aws/execute-api/zzzzzzzzzz/dev/x`), 'Forbidden', 'ForbiddenException'],
  ] as const;
  for (const [response, message, errorType] of absent) {
    assert.equal(response.status, 403);
    assert.equal(response.headers.get('x-amzn-errortype'), errorType);
    assert.deepEqual(await response.json(), { message });
  }
});

test('a function whose policy does not permit the API is not called', async () => {
  const response = await api.fetch('/forbidden');
  assert.equal(response.status, 500);
  assert.deepEqual(await response.json(), { message: 'Internal server error' });
});

test('a function that fails or answers nonsense is a bad gateway', async () => {
  const bodies = ['{"unknown":1}', '"text"', '[]', 'null', '{"statusCode":"test"}', '{"headers":[]}', '{"body":{}}'];
  const responses = [
    await api.fetch('/answer?fail=1', { method: 'POST', body: '{}' }),
    ...(await Promise.all(bodies.map((body) => api.fetch('/answer', { method: 'POST', body })))),
  ];
  for (const response of responses) {
    assert.equal(response.status, 502);
    assert.deepEqual(await response.json(), { message: 'Internal server error' });
  }
});

test('scalars stand for one another in an answer', async () => {
  const answer = { statusCode: '201', headers: { 'X-Flag': true, 'X-Number': 3, 'X-None': null }, body: null };
  const response = await api.fetch('/answer', { method: 'POST', body: JSON.stringify(answer) });
  assert.equal(response.status, 201);
  assert.equal(response.headers.get('x-flag'), 'true');
  assert.equal(response.headers.get('x-number'), '3');
  assert.equal(response.headers.has('x-none'), false);
});

test('headers that belong to the connection are remapped', async () => {
  const answer = JSON.stringify({
    headers: { 'Content-Length': '999', Date: 'today', 'Transfer-Encoding': 'chunked' },
    body: 'x',
  });
  const response = await api.fetch('/answer', { method: 'POST', body: answer });
  assert.equal(response.headers.get('x-amzn-remapped-content-length'), '999');
  assert.equal(response.headers.get('x-amzn-remapped-date'), 'today');
  assert.equal(await response.text(), 'x');
});

function getByHost(endpoint: string, host: string, path: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const call = request(`${endpoint}${path}`, { headers: { host } }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (piece: string) => (body += piece));
      response.on('end', () => resolve({ status: response.statusCode!, body }));
    });
    call.on('error', reject).end();
  });
}
