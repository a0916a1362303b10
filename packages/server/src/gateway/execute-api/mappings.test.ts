import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as sdk from '@aws-sdk/client-api-gateway';
import { RestApiFixture } from './rest-api.fixture.ts';

let api: RestApiFixture;

before(async () => {
  api = await RestApiFixture.start();
});

after(() => api[Symbol.asyncDispose]());

type Target = Awaited<ReturnType<RestApiFixture['method']>>;

async function respond(at: Target, response: Partial<sdk.PutIntegrationResponseCommandInput> = {}): Promise<void> {
  const statusCode = response.statusCode ?? '200';
  await api.client.send(new sdk.PutMethodResponseCommand({ ...at, statusCode }));
  await api.client.send(new sdk.PutIntegrationResponseCommand({ ...at, ...response, statusCode }));
}

test('passthroughBehavior WHEN_NO_MATCH (default) and WHEN_NO_TEMPLATES pass a body through, or answer 415; NEVER always does', async () => {
  const uri = await api.function('echo', 'exports.handler = async (event) => event');
  const requestTemplates = { 'application/json': '{"templated":true}' };
  const paths = {
    '/no-match': { requestTemplates },
    '/no-templates': { requestTemplates, passthroughBehavior: 'WHEN_NO_TEMPLATES' },
    '/none-at-all': { passthroughBehavior: 'WHEN_NO_TEMPLATES' },
    '/never': { passthroughBehavior: 'NEVER' },
    '/never-matches': { requestTemplates, passthroughBehavior: 'NEVER' },
  };
  for (const [path, integration] of Object.entries(paths))
    await respond(await api.method('POST', path, { type: 'AWS', uri, ...integration }));
  await api.deploy();
  const send = async (path: string, type: string) => {
    const response = await api.fetch(path, { method: 'POST', body: '{"sent":1}', headers: { 'content-type': type } });
    return response.status === 200 ? await response.text() : response.status;
  };
  const [sent, templated] = ['{"sent":1}', '{"templated":true}'];
  assert.deepEqual(
    [await send('/no-match', 'text/csv'), await send('/no-match', 'application/json')],
    [sent, templated],
  );
  assert.deepEqual(
    [await send('/no-templates', 'text/csv'), await send('/no-templates', 'application/json')],
    [415, templated],
  );
  assert.equal(await send('/none-at-all', 'text/csv'), sent);
  assert.equal(await send('/never', 'application/json'), 415);
  assert.deepEqual(
    [await send('/never-matches', 'text/csv'), await send('/never-matches', 'application/json')],
    [415, templated],
  );
});

test('selectionPattern matches the whole errorMessage of a function error; the default has no pattern', async () => {
  const source = 'exports.handler = async ({ m }) => { if (m) throw new Error(m); return "fine"; }';
  const at = await api.method('POST', '/select', { type: 'AWS', uri: await api.function('select', source) });
  await respond(at);
  await respond(at, { statusCode: '404', selectionPattern: 'Not found.*' });
  await respond(at, { statusCode: '500', selectionPattern: '.*fatal' });
  await api.deploy();
  const ask = async (m: string) => (await api.fetch('/select', { method: 'POST', body: JSON.stringify({ m }) })).status;
  assert.equal(await ask(''), 200);
  assert.equal(await ask('Not found: x'), 404);
  assert.equal(await ask('fatal'), 500);
  assert.equal(await ask('this is Not found'), 200, 'the pattern matches only a part');
});

test('a MOCK needs a request template with a statusCode', async () => {
  await respond(
    await api.method('GET', '/mock', { type: 'MOCK', requestTemplates: { 'application/json': '{"statusCode": 200}' } }),
  );
  await respond(await api.method('GET', '/bare', { type: 'MOCK' }));
  await api.deploy();
  assert.equal((await api.fetch('/mock')).status, 200);
  const bare = await api.fetch('/bare');
  assert.deepEqual([bare.status, await bare.json()], [500, { message: 'Internal server error' }]);
});

test('an integration times out after 29 s at most unless it says otherwise: timeoutInMillis from 50 ms', async () => {
  const at = await api.method('GET', '/timeout', { type: 'MOCK' });
  assert.equal((await api.client.send(new sdk.GetIntegrationCommand(at))).timeoutInMillis, 29_000);
  const short = new sdk.PutIntegrationCommand({ ...at, type: 'MOCK', timeoutInMillis: 49 });
  await assert.rejects(api.client.send(short), {
    name: 'BadRequestException',
    message: 'Timeout should be between 50 ms and 29000 ms',
  });
});

test('changes are live only after CreateDeployment', async () => {
  const at = await api.method('GET', '/live', {
    type: 'MOCK',
    requestTemplates: { 'application/json': '{"statusCode":200}' },
  });
  await respond(at, { responseTemplates: { 'application/json': 'one' } });
  assert.equal((await api.fetch('/live')).status, 403);
  await api.deploy();
  assert.equal(await (await api.fetch('/live')).text(), 'one');
  const patchOperations = [{ op: 'replace', path: '/responseTemplates/application~1json', value: 'two' } as const];
  await api.client.send(new sdk.UpdateIntegrationResponseCommand({ ...at, statusCode: '200', patchOperations }));
  assert.equal(await (await api.fetch('/live')).text(), 'one');
  await api.deploy();
  assert.equal(await (await api.fetch('/live')).text(), 'two');
});

test('a stage with canarySettings or tracingEnabled is refused by name, one with variables is not', async () => {
  const { id: deploymentId } = await api.client.send(new sdk.CreateDeploymentCommand({ restApiId: api.id }));
  const stage = { restApiId: api.id, deploymentId, stageName: 'x' };
  const canary = new sdk.CreateStageCommand({ ...stage, canarySettings: { percentTraffic: 1 } });
  await assert.rejects(api.client.send(canary), { name: 'NotImplemented' });
  const traced = new sdk.CreateStageCommand({ ...stage, tracingEnabled: true });
  await assert.rejects(api.client.send(traced), { name: 'NotImplemented' });
  const made = await api.client.send(new sdk.CreateStageCommand({ ...stage, variables: { a: 'b' } }));
  assert.deepEqual([made.stageName, made.variables], ['x', { a: 'b' }]);
});
