import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as sdk from '@aws-sdk/client-api-gateway';
import { DrivenClock } from '../../kernel/driven-clock.ts';
import { RestApiFixture } from './rest-api.fixture.ts';

/** Allows the whole API, counts its calls, and tells the event that it had. */
const AUTHORIZER = `let calls = 0;
exports.handler = async (event) => {
  const token = event.authorizationToken;
  if (token === 'Unauthorized') throw new Error('Unauthorized');
  if (token === 'almost') throw new Error('Unauthorized!');
  return {
    principalId: 'me',
    policyDocument: { Statement: [{ Action: '*', Effect: 'Allow', Resource: event.methodArn.replace(/dev.*$/, '*') }] },
    context: { event: JSON.stringify(event), calls: ++calls, flag: true, none: null },
    usageIdentifierKey: 'k'.repeat(20),
  };
};`;
const ECHO = 'exports.handler = async (event) => ({ body: JSON.stringify(event.requestContext.authorizer) })';

type Json = Record<string, any>;
const clock = new DrivenClock();
let api: RestApiFixture;
let authorizerUri: string;

before(async () => {
  api = await RestApiFixture.start({ apiKeySource: 'AUTHORIZER' }, { clock });
  authorizerUri = await api.function('authorizer', AUTHORIZER);
  const uri = await api.function('echo', ECHO);
  const token = {
    authorizationType: 'CUSTOM',
    authorizerId: await authorizer({ identityValidationExpression: '[A-Za-z]+' }),
  };
  const identitySource = 'method.request.header.X-Token, method.request.querystring.q';
  const request = { authorizationType: 'CUSTOM', authorizerId: await authorizer({ type: 'REQUEST', identitySource }) };
  await api.method('GET', '/token/{id}', { uri }, token);
  await api.method('GET', '/other', { uri }, token);
  await api.method('GET', '/request/{id}', { uri }, request);
  await api.method('GET', '/keyed', { uri }, { ...token, apiKeyRequired: true });
  await api.deploy('dev', { color: 'red' });
});

after(() => api[Symbol.asyncDispose]());

async function authorizer(input: Partial<sdk.CreateAuthorizerCommandInput>): Promise<string> {
  const identitySource = 'method.request.header.Authorization';
  const fields = {
    restApiId: api.id,
    name: input.type ?? 'TOKEN',
    type: 'TOKEN',
    authorizerUri,
    identitySource,
  } as const;
  return (await api.client.send(new sdk.CreateAuthorizerCommand({ ...fields, ...input }))).id!;
}

async function ask(path: string, headers: Record<string, string> = {}): Promise<Json> {
  const response = await api.fetch(path, { headers });
  assert.equal(response.status, 200);
  return (await response.json()) as Json;
}

test('the event of a TOKEN authorizer: type, methodArn, authorizationToken', async () => {
  const { event } = await ask('/token/1', { authorization: 'abc' });
  const methodArn = `arn:aws:execute-api:us-east-1:000000000000:${api.id}/dev/GET/token/1`;
  assert.deepEqual(JSON.parse(event), { type: 'TOKEN', methodArn, authorizationToken: 'abc' });
});

test('a token that is missing or does not match the expression: 401 without invoking', async () => {
  const before = await ask('/token/1', { authorization: 'count' });
  for (const headers of [{}, { authorization: '12' }, { authorization: 'abc 1' }] as Record<string, string>[])
    assert.equal((await api.fetch('/token/1', { headers })).status, 401);
  assert.equal((await ask('/token/1', { authorization: 'again' })).calls, String(Number(before.calls) + 1));
});

test('the event of a REQUEST authorizer has the fields of a proxy event without its body', async () => {
  const event = JSON.parse((await ask('/request/1?q=2', { 'x-token': 'abc' })).event) as Json;
  assert.deepEqual(Object.keys(event), [
    'type',
    'methodArn',
    'resource',
    'path',
    'httpMethod',
    'headers',
    'multiValueHeaders',
    'queryStringParameters',
    'multiValueQueryStringParameters',
    'pathParameters',
    'stageVariables',
    'requestContext',
  ]);
  assert.deepEqual([event.type, event.resource, event.path], ['REQUEST', '/request/{id}', '/request/1']);
  assert.deepEqual([event.pathParameters, event.stageVariables], [{ id: '1' }, { color: 'red' }]);
});

test('every identitySource must be present, else 401', async () => {
  for (const [path, headers] of [
    ['/request/1', { 'x-token': 'a' }],
    ['/request/1?q=1', {}],
    ['/request/1?q=', { 'x-token': 'a' }],
  ] as const)
    assert.equal((await api.fetch(path, { headers })).status, 401, path);
});

test('throwing Unauthorized exactly is a 401, any other error a 500 {"message":null}', async () => {
  const fault = async (authorization: string) => {
    const response = await api.fetch('/other', { headers: { authorization } });
    return [response.status, await response.json()];
  };
  assert.deepEqual(await fault('Unauthorized'), [401, { message: 'Unauthorized' }]);
  assert.deepEqual(await fault('almost'), [500, { message: null }]);
});

test('requestContext.authorizer: the context as strings, principalId, integrationLatency', async () => {
  const { event: _, calls, integrationLatency, ...others } = await ask('/other', { authorization: 'context' });
  assert.deepEqual(others, { principalId: 'me', flag: 'true' });
  assert.deepEqual([typeof calls, typeof integrationLatency], ['string', 'number']);
});

test('a policy is cached for 300 s by identity source, and applies to all methods', async () => {
  const first = await ask('/token/1', { authorization: 'cached' });
  assert.equal((await ask('/other', { authorization: 'cached' })).calls, first.calls);
  await clock.advance(299_000);
  assert.equal((await ask('/token/2', { authorization: 'cached' })).calls, first.calls);
  await clock.advance(1000);
  assert.notEqual((await ask('/token/2', { authorization: 'cached' })).calls, first.calls);
});

test('authorizerResultTtlInSeconds: default 300, 0 to 3600', async () => {
  const { items } = await api.client.send(new sdk.GetAuthorizersCommand({ restApiId: api.id }));
  assert.ok(items!.every((item) => item.authorizerResultTtlInSeconds === 300));
  const message = 'AuthorizerResultTtlInSeconds must be between 0 and 3600';
  for (const authorizerResultTtlInSeconds of [-1, 3601])
    await assert.rejects(authorizer({ name: 'x', authorizerResultTtlInSeconds }), {
      name: 'BadRequestException',
      message,
    });
  await authorizer({ name: 'longest', authorizerResultTtlInSeconds: 3600 });
});

test('COGNITO_USER_POOLS is refused by name: there are no user pools', async () => {
  await assert.rejects(authorizer({ name: 'x', type: 'COGNITO_USER_POOLS', providerARNs: [] }), {
    name: 'NotImplemented',
  });
});

test("apiKeySource AUTHORIZER takes the authorizer's usageIdentifierKey", async () => {
  const headers = { authorization: 'keyed', 'x-api-key': 'k'.repeat(20) };
  assert.equal((await api.fetch('/keyed', { headers })).status, 403);
  const key = await api.client.send(new sdk.CreateApiKeyCommand({ value: 'k'.repeat(20), enabled: true }));
  const plan = { name: 'plan', apiStages: [{ apiId: api.id, stage: 'dev' }] };
  const { id: usagePlanId } = await api.client.send(new sdk.CreateUsagePlanCommand(plan));
  await api.client.send(new sdk.CreateUsagePlanKeyCommand({ usagePlanId, keyId: key.id, keyType: 'API_KEY' }));
  await ask('/keyed', { authorization: 'keyed' });
});

test('a key value has 20 to 128 characters', async () => {
  const make = (length: number) =>
    api.client.send(new sdk.CreateApiKeyCommand({ value: 'v'.repeat(length), enabled: true }));
  await assert.rejects(make(19), {
    name: 'BadRequestException',
    message: 'API Key value should be at least 20 characters',
  });
  await assert.rejects(make(129), { message: 'API Key value exceeds maximum size of 128 characters' });
  assert.equal((await make(128)).value!.length, 128);
});

test('a missing key, a disabled one, and one of no plan for the stage: 403 Forbidden; quota periods DAY, WEEK, MONTH', async () => {
  await using keyed = await RestApiFixture.start();
  const at = await keyed.method(
    'GET',
    '/',
    { type: 'MOCK', requestTemplates: { 'application/json': '{"statusCode":200}' } },
    { apiKeyRequired: true },
  );
  await keyed.client.send(new sdk.PutMethodResponseCommand({ ...at, statusCode: '200' }));
  await keyed.client.send(new sdk.PutIntegrationResponseCommand({ ...at, statusCode: '200' }));
  await keyed.deploy();
  await keyed.deploy('prod');
  const { send } = { send: keyed.client.send.bind(keyed.client) };
  const answers = async (value = 'v'.repeat(20), stage = 'dev') => {
    const response = await keyed.fetch('/', { headers: { 'x-api-key': value } }, stage);
    return response.status === 200 ? 200 : [response.status, await response.json()];
  };
  const forbidden = [403, { message: 'Forbidden' }];
  const key = await send(new sdk.CreateApiKeyCommand({ value: 'v'.repeat(20), enabled: true }));
  assert.deepEqual(await answers(), forbidden, 'of no plan');
  const apiStages = [{ apiId: keyed.id, stage: 'dev' }];
  for (const period of ['DAY', 'WEEK', 'MONTH'] as const) {
    const quota = { limit: 10, period };
    const plan = await send(
      new sdk.CreateUsagePlanCommand({ name: period, apiStages: period === 'DAY' ? apiStages : [], quota }),
    );
    await send(new sdk.CreateUsagePlanKeyCommand({ usagePlanId: plan.id, keyId: key.id, keyType: 'API_KEY' }));
  }
  assert.equal(await answers(), 200);
  assert.deepEqual(await answers(undefined, 'prod'), forbidden, 'of another stage');
  assert.deepEqual(await answers(''), forbidden, 'missing');
  const patchOperations = [{ op: 'replace', path: '/enabled', value: 'false' } as const];
  await send(new sdk.UpdateApiKeyCommand({ apiKey: key.id, patchOperations }));
  assert.deepEqual(await answers(), forbidden, 'disabled');
  const year = { name: 'x', quota: { limit: 1, period: 'YEAR' as 'DAY' } };
  await assert.rejects(send(new sdk.CreateUsagePlanCommand(year)), /enum value set: \[DAY, WEEK, MONTH\]/);
});
