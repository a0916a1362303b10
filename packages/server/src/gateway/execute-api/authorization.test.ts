import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CreateApiKeyCommand,
  CreateAuthorizerCommand,
  CreateRequestValidatorCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  FlushStageAuthorizersCacheCommand,
  GetUsageCommand,
  UpdateApiKeyCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { DrivenClock } from '../../kernel/driven-clock.ts';
import { RestApiFixture } from './rest-api.fixture.ts';

const ECHO = `exports.handler = async (event) => ({ body: JSON.stringify(event.requestContext) })`;
const AUTHORIZER = `
let calls = 0;
exports.handler = async (event) => {
  calls += 1;
  const token = event.authorizationToken ?? event.headers['x-token'];
  if (token === 'nobody') throw new Error('Unauthorized');
  if (token === 'broken') throw new Error('no');
  if (token === 'nonsense') return { principalId: 'me' };
  const Effect = token === 'deny' ? 'Deny' : 'Allow';
  const Resource = token === 'elsewhere' ? event.methodArn + '/other' : event.methodArn;
  return {
    principalId: 'user|' + token,
    policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] },
    context: { calls, admin: true, type: event.type },
  };
};`;

const clock = new DrivenClock();
let api: RestApiFixture;
let echo: string;

before(async () => {
  api = await RestApiFixture.start({}, { clock });
  echo = await api.function('echo', ECHO);
  const restApiId = api.id;
  const authorizerUri = await api.function('authorizer', AUTHORIZER);
  const common = { restApiId, authorizerUri };
  const token = await api.client.send(
    new CreateAuthorizerCommand({
      ...common,
      name: 'token',
      type: 'TOKEN',
      identitySource: 'method.request.header.Authorization',
      identityValidationExpression: '[a-z]+',
    }),
  );
  const request = await api.client.send(
    new CreateAuthorizerCommand({
      ...common,
      name: 'request',
      type: 'REQUEST',
      identitySource: 'method.request.header.X-Token, method.request.querystring.q',
      authorizerResultTtlInSeconds: 0,
    }),
  );
  const custom = (authorizerId: string) => ({ authorizationType: 'CUSTOM', authorizerId });
  await api.method('GET', '/token', { uri: echo }, custom(token.id!));
  await api.method('GET', '/request', { uri: echo }, custom(request.id!));
  await api.method('GET', '/iam', { uri: echo }, { authorizationType: 'AWS_IAM' });
  await api.method('GET', '/keyed', { uri: echo }, { apiKeyRequired: true });
  const validator = await api.client.send(
    new CreateRequestValidatorCommand({ restApiId, name: 'parameters', validateRequestParameters: true }),
  );
  await api.method(
    'GET',
    '/validated/{id}',
    { uri: echo },
    {
      requestValidatorId: validator.id,
      requestParameters: {
        'method.request.querystring.qs1': true,
        'method.request.path.id': true,
        'method.request.header.x-header-param': true,
        'method.request.querystring.optional': false,
      },
    },
  );
  await api.method('GET', '/throttled', { uri: echo });
  await api.deploy();
});

after(() => api[Symbol.asyncDispose]());

function ask(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return api.fetch(path, { headers });
}

async function authorizerOf(response: Response): Promise<Record<string, unknown>> {
  assert.equal(response.status, 200);
  return ((await response.json()) as { authorizer: Record<string, unknown> }).authorizer;
}

test('a token authorizer lets in whom its policy allows, and its context reaches the function as texts', async () => {
  const authorizer = await authorizerOf(await ask('/token', { authorization: 'alice' }));
  assert.deepEqual(
    { ...authorizer, calls: undefined, integrationLatency: undefined },
    {
      principalId: 'user|alice',
      admin: 'true',
      type: 'TOKEN',
      calls: undefined,
      integrationLatency: undefined,
    },
  );
  assert.equal(typeof authorizer.calls, 'string');
});

test('refusals of an authorizer are told apart', async () => {
  const text = 'User is not authorized to access this resource';
  const refusals = [
    [{}, 401, { message: 'Unauthorized' }],
    [{ authorization: 'not-matching-1' }, 401, { message: 'Unauthorized' }],
    [{ authorization: 'nobody' }, 401, { message: 'Unauthorized' }],
    [{ authorization: 'deny' }, 403, { Message: `${text} with an explicit deny in an identity-based policy` }],
    [{ authorization: 'elsewhere' }, 403, { Message: text }],
    [{ authorization: 'broken' }, 500, { message: null }],
    [{ authorization: 'nonsense' }, 500, { message: null }],
  ] as const;
  for (const [headers, status, body] of refusals) {
    const response = await ask('/token', headers);
    assert.deepEqual([response.status, await response.json()], [status, body]);
  }
});

test('an authorization is kept for its time to live, or until it is flushed', async () => {
  const calls = async () => (await authorizerOf(await ask('/token', { authorization: 'bob' }))).calls;
  const first = await calls();
  assert.equal(await calls(), first);
  await clock.advance(301_000);
  const second = await calls();
  assert.notEqual(second, first);
  await api.client.send(new FlushStageAuthorizersCacheCommand({ restApiId: api.id, stageName: 'dev' }));
  assert.notEqual(await calls(), second);
});

test('an integration with a role invokes as that role, which has to trust API Gateway', async () => {
  const iam = new IAMClient(api.platform.client);
  const trusting = (Service: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service } }],
    });
  const uri = await api.function('private', ECHO, false);
  for (const [RoleName, service] of [
    ['gateway', 'apigateway.amazonaws.com'],
    ['other', 'lambda.amazonaws.com'],
  ] as const) {
    const AssumeRolePolicyDocument = trusting(service);
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    await api.method('GET', `/role-${RoleName}`, { uri, credentials: Role!.Arn });
  }
  await api.method('GET', '/itself', { uri });
  await api.deploy();
  assert.equal((await ask('/itself')).status, 500, 'the function permits nobody');
  assert.equal((await ask('/role-gateway')).status, 200);
  assert.equal((await ask('/role-other')).status, 500);
  iam.destroy();
});

test('a request authorizer wants every identity source', async () => {
  assert.equal((await ask('/request', { 'x-token': 'alice' })).status, 401);
  const authorizer = await authorizerOf(await ask('/request?q=1', { 'x-token': 'alice' }));
  assert.equal(authorizer.type, 'REQUEST');
});

test('a method with AWS_IAM wants a signature, and tells the function whose it is', async () => {
  const unsigned = await ask('/iam');
  assert.deepEqual([unsigned.status, await unsigned.json()], [403, { message: 'Missing Authentication Token' }]);
  const date = new Date().toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const scope = `000000000000/${date.slice(0, 8)}/us-east-1/execute-api/aws4_request`;
  const signed = await ask('/iam', {
    'x-amz-date': date,
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
  });
  assert.equal(signed.status, 200);
  const { identity } = (await signed.json()) as { identity: Record<string, unknown> };
  assert.equal(identity.accessKey, '000000000000');
});

test('a method that wants a key takes those of plans for its stage, within their limits', async () => {
  const send = api.client.send.bind(api.client);
  const key = await send(new CreateApiKeyCommand({ name: 'mine', enabled: true }));
  const value = key.value!;
  const forbidden = async (response: Response) =>
    assert.deepEqual([response.status, await response.json()], [403, { message: 'Forbidden' }]);
  await forbidden(await ask('/keyed'));
  await forbidden(await ask('/keyed', { 'x-api-key': value }));
  const plan = await send(
    new CreateUsagePlanCommand({
      name: 'plan',
      apiStages: [{ apiId: api.id, stage: 'dev' }],
      throttle: { rateLimit: 1, burstLimit: 2 },
      quota: { limit: 3, period: 'DAY' },
    }),
  );
  await send(new CreateUsagePlanKeyCommand({ usagePlanId: plan.id, keyId: key.id, keyType: 'API_KEY' }));
  const keyed = await ask('/keyed', { 'x-api-key': value });
  const { identity } = (await keyed.json()) as { identity: Record<string, unknown> };
  assert.deepEqual([identity.apiKey, identity.apiKeyId], [value, key.id]);
  assert.equal((await ask('/keyed', { 'x-api-key': value })).status, 200);
  const throttled = await ask('/keyed', { 'x-api-key': value });
  assert.deepEqual([throttled.status, await throttled.json()], [429, { message: 'Too Many Requests' }]);
  await clock.advance(2000);
  assert.equal((await ask('/keyed', { 'x-api-key': value })).status, 200);
  const exceeded = await ask('/keyed', { 'x-api-key': value });
  assert.deepEqual([exceeded.status, await exceeded.json()], [429, { message: 'Limit Exceeded' }]);
  const today = new Date(clock.now()).toISOString().slice(0, 10);
  const usage = await send(new GetUsageCommand({ usagePlanId: plan.id, startDate: today, endDate: today }));
  assert.deepEqual(usage.items, { [key.id!]: [[3, 0]] });
  await clock.advance(86_400_000);
  assert.equal((await ask('/keyed', { 'x-api-key': value })).status, 200);
  const off = { op: 'replace', path: '/enabled', value: 'false' } as const;
  await send(new UpdateApiKeyCommand({ apiKey: key.id, patchOperations: [off] }));
  await forbidden(await ask('/keyed', { 'x-api-key': value }));
});

test('a validator names the parameters that are missing: of the header, the path, the query', async () => {
  const missing = await ask('/validated/1');
  assert.equal(missing.status, 400);
  assert.deepEqual(await missing.json(), { message: 'Missing required request parameters: [x-header-param, qs1]' });
  assert.equal((await ask('/validated/1?qs1=a', { 'x-header-param': 'b' })).status, 200);
});

test("a stage's settings throttle a method", async () => {
  const patchOperations = [
    { op: 'replace', path: '/~1throttled/GET/throttling/rateLimit', value: '1' },
    { op: 'replace', path: '/~1throttled/GET/throttling/burstLimit', value: '1' },
  ] as const;
  await api.client.send(
    new UpdateStageCommand({ restApiId: api.id, stageName: 'dev', patchOperations: [...patchOperations] }),
  );
  assert.equal((await ask('/throttled')).status, 200);
  assert.equal((await ask('/throttled')).status, 429);
  await clock.advance(1000);
  assert.equal((await ask('/throttled')).status, 200);
});
