import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as sdk from '@aws-sdk/client-api-gateway';
import { PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { DrivenClock } from '../../kernel/driven-clock.ts';
import { RestApiFixture } from './rest-api.fixture.ts';

const AUTHORIZER = `exports.handler = async ({ authorizationToken: token, methodArn }) => {
  if (token === 'fails') throw new Error('no');
  if (token === 'malformed') return { principalId: 'me' };
  const Effect = token === 'deny' ? 'Deny' : 'Allow';
  const Resource = token === 'elsewhere' ? 'arn:aws:execute-api:eu-west-1:1:a/b/GET/' : methodArn;
  return { principalId: 'me', policyDocument: { Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] } };
}`;
const MOCK = { type: 'MOCK', requestTemplates: { 'application/json': '{"statusCode": 200}' } } as const;
const DENIED = 'User is not authorized to access this resource';
const JSON_BODY = { method: 'POST', headers: { 'content-type': 'application/json' } };

const clock = new DrivenClock();
let api: RestApiFixture;
let keyed: { headers: Record<string, string> };
let requestValidatorId: string;

before(async () => {
  api = await RestApiFixture.start({}, { clock });
  const restApiId = api.id;
  const { client } = api;
  const authorizerUri = await api.function('authorizer', AUTHORIZER);
  const identitySource = 'method.request.header.Authorization';
  const make = {
    restApiId,
    name: 'a',
    type: 'TOKEN',
    authorizerUri,
    identitySource,
    authorizerResultTtlInSeconds: 0,
  } as const;
  const { id: authorizerId } = await client.send(new sdk.CreateAuthorizerCommand(make));
  const validate = { validateRequestParameters: true, validateRequestBody: true };
  requestValidatorId = (await client.send(new sdk.CreateRequestValidatorCommand({ restApiId, ...validate }))).id!;
  const model = { name: 'M', contentType: 'application/json', schema: '{"type":"array"}' };
  await client.send(new sdk.CreateModelCommand({ restApiId, ...model }));
  const custom = { authorizationType: 'CUSTOM', authorizerId };
  const validated = {
    requestValidatorId,
    requestModels: { 'application/json': 'M' },
    requestParameters: {
      'method.request.querystring.qs1': true,
      'method.request.path.issuer': true,
      'method.request.header.x-header-param': true,
    },
  };
  const echo = await api.function('echo', 'exports.handler = async () => ({ body: "x" })');
  await mock('GET', '/custom', custom);
  await mock('GET', '/keyed', { apiKeyRequired: true });
  await mock('POST', '/parameters', validated);
  await mock('POST', '/body', { requestValidatorId, requestModels: validated.requestModels });
  const requestParameters = { 'method.request.querystring.qs1': true };
  await mock('POST', '/all', { ...custom, ...validated, requestParameters, apiKeyRequired: true });
  await mock('GET', '/throttled', {});
  await mock('GET', '/never', {}, 'NEVER');
  await mock('GET', '/iam', { authorizationType: 'AWS_IAM' });
  await api.method('GET', '/slow', {
    uri: await api.function('slow', 'exports.handler = () => new Promise(() => setInterval(() => {}, 1000))'),
    timeoutInMillis: 50,
  });
  await api.method('GET', '/malformed', { uri: await api.function('malformed', 'exports.handler = async () => 1') });
  const nowhere = { integrationHttpMethod: 'GET', uri: 'http://127.0.0.1:1/' };
  await api.method('GET', '/unreachable', { type: 'HTTP_PROXY', ...nowhere });
  await api.method('POST', '/large', { uri: echo });
  await api.method('GET', '/refused', { uri: await api.function('refused', 'exports.handler = async () => 1', false) });
  await api.method('GET', '/busy', { uri: await api.function('busy', 'exports.handler = async () => ({})') });
  await api.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: 'busy', ReservedConcurrentExecutions: 0 }));
  await api.deploy();
  await throttle('/~1throttled/GET', 0);
  keyed = await planKey({ limit: 2, period: 'DAY' });
});

after(() => api[Symbol.asyncDispose]());

async function mock(
  method: string,
  path: string,
  fields: Partial<sdk.PutMethodCommandInput>,
  passthroughBehavior = 'WHEN_NO_MATCH',
): Promise<void> {
  const at = await api.method(method, path, { ...MOCK, passthroughBehavior }, fields);
  await api.client.send(new sdk.PutMethodResponseCommand({ ...at, statusCode: '200' }));
  await api.client.send(new sdk.PutIntegrationResponseCommand({ ...at, statusCode: '200' }));
}

async function throttle(path: string, limit: number): Promise<void> {
  const patch = (name: string) =>
    ({ op: 'replace', path: `${path}/throttling/${name}`, value: String(limit) }) as const;
  const patchOperations = [patch('rateLimit'), patch('burstLimit')];
  await api.client.send(new sdk.UpdateStageCommand({ restApiId: api.id, stageName: 'dev', patchOperations }));
}

async function planKey(quota: sdk.QuotaSettings) {
  const key = await api.client.send(new sdk.CreateApiKeyCommand({ name: 'key', enabled: true }));
  const apiStages = [{ apiId: api.id, stage: 'dev' }];
  const plan = await api.client.send(new sdk.CreateUsagePlanCommand({ name: 'plan', apiStages, quota }));
  const usage = { usagePlanId: plan.id, keyId: key.id, keyType: 'API_KEY' };
  await api.client.send(new sdk.CreateUsagePlanKeyCommand(usage));
  return { headers: { 'x-api-key': key.value! } };
}

async function expectFault(response: Response, status: number, body: object, errorType: string): Promise<void> {
  assert.deepEqual([response.status, await response.json()], [status, body]);
  assert.equal(response.headers.get('x-amzn-errortype'), errorType);
  assert.equal(response.headers.get('content-type'), 'application/json');
}

/** Without anything that stands for time: each is asked once. */
const FAULTS: Record<
  string,
  [status: number, message: string | null, errorType: string, path: string, init?: () => RequestInit]
> = {
  MISSING_AUTHENTICATION_TOKEN: [
    403,
    'Missing Authentication Token',
    'MissingAuthenticationTokenException',
    '/nowhere',
  ],
  'MISSING_AUTHENTICATION_TOKEN (AWS_IAM)': [
    403,
    'Missing Authentication Token',
    'MissingAuthenticationTokenException',
    '/iam',
  ],
  'MISSING_AUTHENTICATION_TOKEN (no such method)': [
    403,
    'Missing Authentication Token',
    'MissingAuthenticationTokenException',
    '/iam',
    () => ({ method: 'PUT' }),
  ],
  INVALID_API_KEY: [403, 'Forbidden', 'ForbiddenException', '/keyed'],
  UNAUTHORIZED: [401, 'Unauthorized', 'UnauthorizedException', '/custom'],
  AUTHORIZER_FAILURE: [
    500,
    null,
    'AuthorizerConfigurationException',
    '/custom',
    () => ({ headers: { authorization: 'fails' } }),
  ],
  AUTHORIZER_CONFIGURATION_ERROR: [
    500,
    null,
    'AuthorizerConfigurationException',
    '/custom',
    () => ({ headers: { authorization: 'malformed' } }),
  ],
  BAD_REQUEST_BODY: [400, 'Invalid request body', 'BadRequestException', '/body', () => ({ ...JSON_BODY, body: '{}' })],
  REQUEST_TOO_LARGE: [
    413,
    'Request Too Long',
    'RequestTooLargeException',
    '/large',
    () => ({ method: 'POST', body: Buffer.alloc(10 * 1024 ** 2 + 1) }),
  ],
  UNSUPPORTED_MEDIA_TYPE: [
    415,
    'Unsupported Media Type',
    'BadRequestException',
    '/never',
    () => ({ headers: { 'content-type': 'text/csv' } }),
  ],
  'INTEGRATION_FAILURE (a malformed answer of a function)': [
    502,
    'Internal server error',
    'InternalServerErrorException',
    '/malformed',
  ],
  'INTEGRATION_FAILURE (an endpoint that cannot be reached)': [
    504,
    'Network error communicating with endpoint',
    'InternalServerErrorException',
    '/unreachable',
  ],
  'API_CONFIGURATION_ERROR (no permission to invoke)': [
    500,
    'Internal server error',
    'InternalServerErrorException',
    '/refused',
  ],
  'API_CONFIGURATION_ERROR (a function that is throttled)': [
    500,
    'Internal server error',
    'InternalServerErrorException',
    '/busy',
  ],
  THROTTLED: [429, 'Too Many Requests', 'TooManyRequestsException', '/throttled'],
};
for (const [name, [status, message, errorType, path, init]] of Object.entries(FAULTS)) {
  test(`${name}: ${status} ${JSON.stringify(message)}, ${errorType}`, async () => {
    await expectFault(await api.fetch(path, init?.()), status, { message }, errorType);
  });
}

test(`ACCESS_DENIED: 403, with a capital M "${DENIED}", explicit deny "with an explicit deny in an identity-based policy", AccessDeniedException`, async () => {
  const ask = (authorization: string) => api.fetch('/custom', { headers: { authorization } });
  const explicit = { Message: `${DENIED} with an explicit deny in an identity-based policy` };
  await expectFault(await ask('deny'), 403, explicit, 'AccessDeniedException');
  await expectFault(await ask('elsewhere'), 403, { Message: DENIED }, 'AccessDeniedException');
});

test('BAD_REQUEST_PARAMETERS: 400 "Missing required request parameters: [x-header-param, issuer, qs1]" (header, path, query order), BadRequestException', async () => {
  const message = 'Missing required request parameters: [x-header-param, issuer, qs1]';
  await expectFault(
    await api.fetch('/parameters', { ...JSON_BODY, body: '[]' }),
    400,
    { message },
    'BadRequestException',
  );
});

test('INTEGRATION_TIMEOUT: 504 "Endpoint request timed out", InternalServerErrorException', async () => {
  const asked = api.fetch('/slow');
  const state = { answered: false };
  void asked.finally(() => (state.answered = true));
  while (!state.answered) {
    await api.fetch('/nowhere');
    await clock.advance(50);
  }
  await expectFault(await asked, 504, { message: 'Endpoint request timed out' }, 'InternalServerErrorException');
});

test('QUOTA_EXCEEDED: 429 "Limit Exceeded", LimitExceededException', async () => {
  for (let spent = 0; spent < 2; spent += 1) assert.equal((await api.fetch('/keyed', keyed)).status, 200);
  await expectFault(await api.fetch('/keyed', keyed), 429, { message: 'Limit Exceeded' }, 'LimitExceededException');
});

test('order of checks: route, authorizer, API key, request validator, throttle, integration', async () => {
  await throttle('/~1all/POST', 0);
  const { headers: key } = await planKey({ limit: 100, period: 'DAY' });
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  const ask = async (query: string, body: string) => {
    const response = await api.fetch(`/all${query}`, { method: 'POST', headers, body });
    return response.status === 200 ? '' : ((await response.json()) as { message: string }).message;
  };
  assert.equal(await ask('', '{}'), 'Unauthorized');
  headers.authorization = 'me';
  assert.equal(await ask('', '{}'), 'Forbidden');
  Object.assign(headers, key);
  assert.equal(await ask('', '{}'), 'Missing required request parameters: [qs1]');
  assert.equal(await ask('?qs1=1', '{}'), 'Invalid request body');
  assert.equal(await ask('?qs1=1', '[]'), 'Too Many Requests');
  await throttle('/~1all/POST', 100);
  await clock.advance(1000);
  assert.equal(await ask('?qs1=1', '[]'), '');
});

test('a gateway response of its own type wins over DEFAULT_4XX, which wins over the default template', async () => {
  const put = (responseType: sdk.GatewayResponseType, answer: string) =>
    api.client.send(
      new sdk.PutGatewayResponseCommand({
        restApiId: api.id,
        responseType,
        responseTemplates: { 'application/json': `{"${answer}":$context.error.messageString}` },
        responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" },
      }),
    );
  await put('DEFAULT_4XX', 'any');
  await put('UNAUTHORIZED', 'own');
  await api.deploy('responses');
  assert.deepEqual(await (await api.fetch('/custom', {}, 'responses')).json(), { own: 'Unauthorized' });
  const other = await api.fetch('/nowhere', {}, 'responses');
  assert.deepEqual(await other.json(), { any: 'Missing Authentication Token' });
  assert.equal(other.headers.get('access-control-allow-origin'), '*');
  const malformed = await api.fetch('/malformed', {}, 'responses');
  assert.deepEqual(await malformed.json(), { message: 'Internal server error' });
});
