import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as sdk from '@aws-sdk/client-api-gateway';
import { RestApiFixture } from './rest-api.fixture.ts';
import { MAX_JOB_MS } from './user-programs/program-process.ts';
import { WatchedClock } from './user-programs/user-programs.fixture.ts';

const OK = { 'application/json': '{"statusCode":200}' };
const BACKTRACKING = `${'a'.repeat(60)}!`;

let clock: WatchedClock;
let api: RestApiFixture;
/** Of another API, which uses templates, patterns and models too. */
let neighbour: string;

before(async () => {
  clock = new WatchedClock();
  api = await RestApiFixture.start({}, { clock });
  neighbour = await makeNeighbour();
});

after(() => api[Symbol.asyncDispose]());

async function makeNeighbour(): Promise<string> {
  const { id: restApiId, rootResourceId: resourceId } = await api.client.send(
    new sdk.CreateRestApiCommand({ name: 'neighbour' }),
  );
  const at = { restApiId, resourceId, httpMethod: 'GET' };
  await api.client.send(new sdk.PutMethodCommand({ ...at, authorizationType: 'NONE' }));
  await api.client.send(new sdk.PutIntegrationCommand({ ...at, type: 'MOCK', requestTemplates: OK }));
  await api.client.send(new sdk.PutMethodResponseCommand({ ...at, statusCode: '200' }));
  const responseTemplates = { 'text/plain': '#foreach($i in [1..3])$i#end' };
  await api.client.send(
    new sdk.PutIntegrationResponseCommand({ ...at, statusCode: '200', selectionPattern: '(2..)+', responseTemplates }),
  );
  await api.client.send(new sdk.CreateDeploymentCommand({ restApiId, stageName: 'dev' }));
  return `${api.platform.endpoint}/_aws/execute-api/${restApiId}/dev/`;
}

async function assertNeighbourAnswers(): Promise<void> {
  assert.equal(await (await fetch(neighbour)).text(), '123');
}

type Target = Awaited<ReturnType<RestApiFixture['method']>>;

async function respond(at: Target, response: Partial<sdk.PutIntegrationResponseCommandInput> = {}): Promise<void> {
  await api.client.send(new sdk.PutMethodResponseCommand({ ...at, statusCode: '200' }));
  await api.client.send(new sdk.PutIntegrationResponseCommand({ ...at, ...response, statusCode: '200' }));
}

/** The answer to a request that runs out of its time, twice; while the second runs, the neighbour is answered. */
async function assertEnded(request: () => Promise<Response>, status: number, message: string): Promise<void> {
  const check = async (response: Response) =>
    assert.deepEqual([response.status, await response.json()], [status, { message }]);
  await check(await clock.overrun(request));
  const begun = clock.begun();
  const again = request();
  await begun;
  await assertNeighbourAnswers();
  await clock.advance(MAX_JOB_MS);
  await check(await again);
}

test('a template that takes for ever: 500 after 5 s', async () => {
  const nest = (depth: number): string => (depth === 0 ? 'x' : `#foreach($i in [1..1000])${nest(depth - 1)}#end`);
  await api.method('GET', '/forever', { type: 'MOCK', requestTemplates: { 'application/json': nest(4) } });
  await api.deploy();
  await assertEnded(() => api.fetch('/forever'), 500, 'Internal server error');
  await assertNeighbourAnswers();
  assert.equal((await api.fetch('/elsewhere')).status, 403);
});

test('a template that doubles a text for ever, or fills the memory: 500', async () => {
  const double = '#set($s = "xy")#foreach($i in [1..1000])#set($s = "$s$s")#end$s';
  const fill =
    '#set($s = "12345678")#foreach($i in [1..22])#set($s = "$s$s")#end' +
    '#set($l = [])#foreach($i in [1..30])#set($x = $l.add($s.toUpperCase().concat("$i").replace("A", "B")))#end';
  await api.method('GET', '/double', { type: 'MOCK', requestTemplates: { 'application/json': double } });
  await api.method('GET', '/fill', { type: 'MOCK', requestTemplates: { 'application/json': fill } });
  await api.deploy();
  for (const path of ['/double', '/fill']) {
    const [response] = await Promise.all([api.fetch(path), assertNeighbourAnswers()]);
    assert.deepEqual([response.status, await response.json()], [500, { message: 'Internal server error' }]);
  }
  await assertNeighbourAnswers();
});

test('a selectionPattern that backtracks for ever: 500 after 5 s', async () => {
  const uri = await api.function('fails', `exports.handler = async () => { throw new Error('${BACKTRACKING}') }`);
  const at = await api.method('GET', '/select', { type: 'AWS', uri });
  await respond(at, { selectionPattern: '(a+)+' });
  await api.deploy();
  await assertEnded(() => api.fetch('/select'), 500, 'Internal server error');
});

test('an identityValidationExpression that backtracks for ever: 401 after 5 s, and the function is not asked', async () => {
  const authorizerUri = await api.function('authorizer', 'exports.handler = async () => { throw new Error("asked") }');
  const { id: authorizerId } = await api.client.send(
    new sdk.CreateAuthorizerCommand({
      restApiId: api.id,
      name: 'a',
      type: 'TOKEN',
      authorizerUri,
      identitySource: 'method.request.header.Authorization',
      identityValidationExpression: '(a+)+',
    }),
  );
  await api.method('GET', '/token', { type: 'MOCK' }, { authorizationType: 'CUSTOM', authorizerId });
  await api.deploy();
  const headers = { authorization: BACKTRACKING };
  await assertEnded(() => api.fetch('/token', { headers }), 401, 'Unauthorized');
});

test('a template that sets what HTTP cannot carry: 500', async () => {
  for (const [path, setting] of [
    ['/status', 'status = "teapot"'],
    ['/header', 'header.X = "a\nb"'],
  ] as const) {
    const template = `#set($context.responseOverride.${setting}){"statusCode":200}`;
    await respond(await api.method('GET', path, { type: 'MOCK', requestTemplates: { 'application/json': template } }));
  }
  await api.deploy();
  assert.deepEqual([(await api.fetch('/status')).status, (await api.fetch('/header')).status], [500, 500]);
});

test('a template may have 300 KB', async () => {
  const at = await api.method('GET', '/large', {
    type: 'MOCK',
    requestTemplates: { 'text/plain': 'x'.repeat(300 * 1024) },
  });
  const tooLarge = { 'text/plain': 'x'.repeat(300 * 1024 + 1) };
  const refused = { name: 'BadRequestException', message: /300 KB/ };
  const request = new sdk.PutIntegrationCommand({ ...at, type: 'MOCK', requestTemplates: tooLarge });
  await assert.rejects(api.client.send(request), refused);
  await assert.rejects(respond(at, { responseTemplates: tooLarge }), refused);
});
