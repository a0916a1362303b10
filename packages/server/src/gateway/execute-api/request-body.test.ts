import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as sdk from '@aws-sdk/client-api-gateway';
import { DrivenClock } from '../../kernel/driven-clock.ts';
import { RestApiFixture } from './rest-api.fixture.ts';
import { MAX_JOB_MS } from './user-programs/program-process.ts';

const MOCK = {
  type: 'MOCK',
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  passthroughBehavior: 'WHEN_NO_MATCH',
} as const;

let api: RestApiFixture;
let body: { requestValidatorId: string };
let both: { requestValidatorId: string };

before(async () => {
  api = await RestApiFixture.start();
  body = await validator({ validateRequestBody: true });
  both = await validator({ validateRequestBody: true, validateRequestParameters: true });
  await model('Pet', {
    type: 'object',
    required: ['name'],
    properties: { name: { type: 'string', pattern: '^[A-Z]' } },
  });
  await model('Pets', { type: 'array', items: { $ref: url('Pet') } });
  await model('Form', { type: 'object', maxProperties: 1 });
  const echo = await api.function('echo', 'exports.handler = async (event) => ({ body: event.body })');
  await api.method('POST', '/pet', { uri: echo }, { ...body, requestModels: { 'application/json': 'Pet' } });
  await api.method('GET', '/pet', { uri: echo }, { ...body, requestModels: { 'application/json': 'Pet' } });
  await api.method('POST', '/pets', { uri: echo }, { ...body, requestModels: { 'application/json': 'Pets' } });
  const any = { 'application/json; charset=utf-8': 'Pet', $default: 'Form' };
  await api.method('POST', '/any', { uri: echo }, { ...body, requestModels: any });
  await api.method('POST', '/none', { uri: echo }, body);
  const requestParameters = { 'method.request.header.x-header-param': true, 'method.request.querystring.qs1': false };
  const requestModels = { 'application/json': 'Pet' };
  await api.method('POST', '/both', { uri: echo }, { ...both, requestModels, requestParameters });
  await api.method('POST', '/unchecked', { uri: echo }, { requestModels });
  await api.deploy();
});

after(() => api[Symbol.asyncDispose]());

async function validator(settings: Partial<sdk.CreateRequestValidatorCommandInput>) {
  const { id } = await api.client.send(
    new sdk.CreateRequestValidatorCommand({ restApiId: api.id, name: 'v', ...settings }),
  );
  return { requestValidatorId: id! };
}

function model(name: string, schema: object) {
  const content = { contentType: 'application/json', schema: JSON.stringify(schema) };
  return api.client.send(new sdk.CreateModelCommand({ restApiId: api.id, name, ...content }));
}

function url(name: string): string {
  return `https://apigateway.amazonaws.com/restapis/${api.id}/models/${name}`;
}

function post(path: string, content: string, headers: Record<string, string> = {}, stage = 'dev'): Promise<Response> {
  const init = { method: 'POST', body: content, headers: { 'content-type': 'application/json', ...headers } };
  return api.fetch(path, init, stage);
}

async function refused(response: Response): Promise<void> {
  assert.equal(response.status, 400);
  assert.equal(response.headers.get('x-amzn-errortype'), 'BadRequestException');
  assert.equal(await response.text(), '{"message":"Invalid request body"}');
}

test('BAD_REQUEST_BODY: 400 "Invalid request body", BadRequestException, before the function is called', async () => {
  assert.equal(await (await post('/pet', '{"name":"Rex"}')).text(), '{"name":"Rex"}');
  for (const wrong of ['{}', '{"name":"rex"}', '[]', 'nonsense', '{"name":1}'])
    await refused(await post('/pet', wrong));
});

test('a request without a body does not adhere to a model (recorded)', async () => {
  await refused(await api.fetch('/pet'));
  await refused(await api.fetch('/pet', { headers: { 'content-type': 'application/json' } }));
});

test('the Content-Type chooses the model; it is application/json when there is none, and $default stands for any other', async () => {
  await refused(await post('/any', '{}', { 'content-type': 'APPLICATION/JSON;charset=x' }));
  await refused(await post('/any', '{"a":1,"b":2}', { 'content-type': 'text/plain' }));
  assert.equal((await post('/any', '{"a":1}', { 'content-type': 'text/plain' })).status, 200);
  const bytes = { method: 'POST', body: Buffer.from('{}') };
  await refused(await api.fetch('/any', bytes));
});

test('without a model for the media type nothing is validated', async () => {
  assert.equal((await post('/pet', 'nonsense', { 'content-type': 'text/plain' })).status, 200);
  assert.equal((await post('/none', 'nonsense')).status, 200);
  assert.equal((await post('/unchecked', 'nonsense')).status, 200);
});

test('a model may refer to another by its URL', async () => {
  assert.equal((await post('/pets', '[{"name":"Rex"}]')).status, 200);
  await refused(await post('/pets', '[{"name":"Rex"},{}]'));
});

test('parameters are validated before the body', async () => {
  const response = await post('/both', '{}');
  assert.deepEqual(await response.json(), { message: 'Missing required request parameters: [x-header-param]' });
  await refused(await post('/both', '{}', { 'x-header-param': 'a' }));
  assert.equal((await post('/both', '{"name":"A"}', { 'x-header-param': 'a' })).status, 200);
});

test('REQUEST_TOO_LARGE: a body of more than 10 MB is not validated', async () => {
  const response = await post('/pet', `"${'x'.repeat(10 * 1024 ** 2)}"`);
  assert.deepEqual([response.status, await response.json()], [413, { message: 'Request Too Long' }]);
});

test('a gateway response says what is wrong: $context.error.validationErrorString, messageString and responseType', async () => {
  const template =
    '{"m":$context.error.messageString,"v":"$context.error.validationErrorString","t":"$context.error.responseType"}';
  await api.client.send(
    new sdk.PutGatewayResponseCommand({
      restApiId: api.id,
      responseType: 'BAD_REQUEST_BODY',
      statusCode: '422',
      responseTemplates: { 'application/json': template },
    }),
  );
  await api.deploy('custom');
  const answer = async (path: string, content: string) => (await post(path, content, {}, 'custom')).json();
  const m = 'Invalid request body';
  const t = 'BAD_REQUEST_BODY';
  assert.deepEqual(await answer('/pet', '{}'), { m, v: '[object has missing required properties (["name"])]', t });
  assert.deepEqual(await answer('/pet', ''), { m, v: '[Unknown error parsing request body]', t });
  const two =
    '[ECMA 262 regex "^[A-Z]" does not match input string "a", object has missing required properties (["name"])]';
  assert.deepEqual(await answer('/pets', '[{"name":"a"},{}]'), { m, v: two, t });
  assert.equal((await post('/pet', '{}', {}, 'custom')).status, 422);
  await api.client.send(new sdk.DeleteGatewayResponseCommand({ restApiId: api.id, responseType: 'BAD_REQUEST_BODY' }));
});

test('a change of a model or validator takes effect with the next deployment', async () => {
  await model('Later', { type: 'object' });
  const at = await api.method('POST', '/later', MOCK, { ...body, requestModels: { 'application/json': 'Later' } });
  await api.client.send(new sdk.PutMethodResponseCommand({ ...at, statusCode: '200' }));
  await api.client.send(new sdk.PutIntegrationResponseCommand({ ...at, statusCode: '200' }));
  await api.deploy('later');
  assert.equal((await post('/later', '{}', {}, 'later')).status, 200);
  const patchOperations = [{ op: 'replace', path: '/schema', value: '{"type":"array"}' } as const];
  await api.client.send(new sdk.UpdateModelCommand({ restApiId: api.id, modelName: 'Later', patchOperations }));
  assert.equal((await post('/later', '{}', {}, 'later')).status, 200);
  await api.deploy('later');
  await refused(await post('/later', '{}', {}, 'later'));
});

test('a pattern that backtracks for ever is refused after 5 s, and the platform answers meanwhile', async () => {
  const clock = new DrivenClock();
  await using other = await RestApiFixture.start({}, { clock });
  const restApiId = other.id;
  const schema = '{"type":"string","pattern":"^(a+)+$"}';
  await other.client.send(
    new sdk.CreateModelCommand({ restApiId, name: 'M', contentType: 'application/json', schema }),
  );
  const made = await other.client.send(new sdk.CreateRequestValidatorCommand({ restApiId, validateRequestBody: true }));
  const requestModels = { 'application/json': 'M' };
  await other.method('POST', '/evil', MOCK, { requestValidatorId: made.id, requestModels });
  await other.deploy();
  const evil = other.fetch('/evil', {
    method: 'POST',
    body: JSON.stringify(`${'a'.repeat(60)}!`),
    headers: { 'content-type': 'application/json' },
  });
  const state = { answered: false };
  const response = evil.finally(() => (state.answered = true));
  while (!state.answered) {
    assert.equal((await other.fetch('/elsewhere')).status, 403);
    await clock.advance(MAX_JOB_MS);
  }
  await refused(await response);
});

test("a model's schema is checked as AWS checks it", async () => {
  const invalid = (errors: string) => ({
    name: 'BadRequestException',
    message: `Invalid model specified: Validation Result: warnings : [], errors : [${errors}]`,
  });
  await assert.rejects(model('Wrong', { type: 'object', required: [] }), invalid('Invalid model schema specified'));
  const example = 'Invalid model schema specified. Unsupported keyword(s): ["example"]';
  await assert.rejects(model('Wrong', { properties: { a: { example: 'x' } } }), invalid(example));
  const reference = invalid('Model reference must be in canonical form');
  await assert.rejects(model('Wrong', { $ref: '#/definitions/Pet' }), reference);
  await assert.rejects(model('Wrong', { $ref: url('Missing') }), reference);
  await model('Self', { items: { $ref: url('Self') } });
  const patchOperations = [{ op: 'replace', path: '/schema', value: '{' } as const];
  const update = new sdk.UpdateModelCommand({ restApiId: api.id, modelName: 'Self', patchOperations });
  await assert.rejects(api.client.send(update), invalid('Invalid model schema specified'));
  await assert.rejects(model('not alphanumeric', {}), { message: 'Model name must be alphanumeric: not alphanumeric' });
});
