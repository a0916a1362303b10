import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { jsonLogger } from '../../../kernel/logger.ts';
import { modelUrl } from '../../../services/apigateway/rules/model.ts';
import { newApi } from '../../../services/apigateway/rules/new-api.ts';
import { ProgramOverrun } from './program-process.ts';
import { WatchedClock } from './user-programs.fixture.ts';
import { UserPrograms } from './user-programs.ts';

let clock: WatchedClock;
let programs: UserPrograms;
let lines: string[];

beforeEach(() => {
  clock = new WatchedClock();
  lines = [];
  programs = new UserPrograms(
    clock,
    jsonLogger('warn', (line) => lines.push(line)),
  );
});

afterEach(() => programs.close());

function apiWith(schemas: Record<string, object> = {}) {
  const api = newApi({ name: 'api', createdAt: 0 });
  for (const [name, schema] of Object.entries(schemas)) api.models[name] = { name, schema: JSON.stringify(schema) };
  return api;
}

function render(template: string, body = '{}', api = apiWith()) {
  const scope = { body, parameters: { path: {}, query: {}, headers: {} }, context: {}, stageVariables: {} };
  return programs.render(api, template, scope);
}

const HOSTILE = { type: 'string', pattern: '^(a+)+$' };
const BACKTRACKING = Buffer.from(JSON.stringify(`${'a'.repeat(60)}!`));

test('a body adheres to its model, or is told what is wrong with it', async () => {
  const api = apiWith({ Pet: { type: 'object', required: ['name'] } });
  const validate = (body: string) => programs.validate(api, 'Pet', Buffer.from(body));
  assert.deepEqual(await validate('{"name":"Rex"}'), []);
  assert.deepEqual(await validate('{}'), ['object has missing required properties (["name"])']);
  for (const body of ['', 'nonsense', '{"a":'])
    assert.deepEqual(await validate(body), ['Unknown error parsing request body']);
});

test('a model may refer to other models of its API, and back', async () => {
  const api = apiWith();
  const ref = (name: string) => ({ $ref: modelUrl(api.id, name) });
  const schema = JSON.stringify({ type: 'object', properties: { pets: { type: 'array', items: ref('Pet') } } });
  api.models.Owner = { name: 'Owner', schema };
  api.models.Pet = { name: 'Pet', schema: JSON.stringify({ required: ['name'], properties: { owner: ref('Owner') } }) };
  const validate = (body: object) => programs.validate(api, 'Owner', Buffer.from(JSON.stringify(body)));
  assert.deepEqual(await validate({ pets: [{ name: 'Rex', owner: { pets: [] } }] }), []);
  assert.deepEqual(await validate({ pets: [{ name: 'Rex', owner: { pets: [{}] } }] }), [
    'object has missing required properties (["name"])',
  ]);
});

test('a model that cannot be used is a failure of the API, not of the body', async () => {
  const api = apiWith({ Dangling: { $ref: modelUrl('other', 'Gone') } });
  await assert.rejects(programs.validate(api, 'Dangling', Buffer.from('1')), {
    message: `no schema at ${modelUrl('other', 'Gone')}`,
  });
});

test('a schema that recurses without end, and a body nested 100,000 deep, are refused', async () => {
  const api = apiWith({ Loop: { allOf: [{ $ref: '#' }] }, Deep: { items: { $ref: '#' } } });
  const tooDeep = ['the body is nested too deeply to be validated'];
  assert.deepEqual(await programs.validate(api, 'Loop', Buffer.from('1')), tooDeep);
  const body = Buffer.from('['.repeat(100_000) + ']'.repeat(100_000));
  assert.deepEqual(await programs.validate(api, 'Deep', body), tooDeep);
});

test('a model whose pattern backtracks for ever is ended after 5 s, and holds up nobody else afterwards', async () => {
  const api = apiWith({ M: HOSTILE });
  const hostile = () => programs.validate(api, 'M', BACKTRACKING);
  const tooLong = new ProgramOverrun('the body could not be validated within 5000 ms');
  await assert.rejects(clock.overrun(hostile), tooLong);
  assert.match(lines.join(''), new RegExp(`could not be validated within 5000 ms","api":"${api.id}"`));
  const begun = clock.begun();
  const again = hostile();
  await begun;
  const friendly = apiWith({ M: { type: 'string' } });
  const verdict = await programs.validate(friendly, 'M', Buffer.from('"text"'));
  assert.deepEqual(verdict, [], 'the clock stands still: it did not wait');
  const ended = assert.rejects(again, tooLong);
  await clock.advance(5000);
  await ended;
});

test('templates render, JSONPaths read and patterns match', async () => {
  const api = apiWith();
  const { text, responseOverride } = await render(
    '#set($context.responseOverride.status = 418)$input.json("$.a")',
    '{"a":[1]}',
  );
  assert.deepEqual([text, responseOverride.status], ['[1]', '418']);
  assert.deepEqual(await programs.read(api, '{"a":{"b":1},"n":null}', ['$.a', '$.none', '$.a.b', '$.n']), [
    '{"b":1}',
    null,
    '1',
    null,
  ]);
  assert.equal(await programs.match(api, ['(b|c)+', '(a|b)+'], 'abab'), 1);
  assert.equal(await programs.match(api, ['(b|c)+'], 'abab'), -1);
  await assert.rejects(render('#if('), /Parse error|Lexical error/);
});

test('a template, a pattern and a JSONPath that take for ever are ended', async () => {
  const overruns = { message: /within 5000 ms$/ };
  const nest = (depth: number): string => (depth === 0 ? 'x' : `#foreach($i in [1..1000])${nest(depth - 1)}#end`);
  const evil = '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!".matches("(a+)+")';
  const api = apiWith();
  await assert.rejects(
    clock.overrun(() => render(nest(4))),
    overruns,
  );
  await assert.rejects(
    clock.overrun(() => render(`#set($m = ${evil})$m`)),
    overruns,
  );
  await assert.rejects(
    clock.overrun(() => programs.match(api, ['(a+)+'], `${'a'.repeat(60)}!`)),
    overruns,
  );
  const deep = `${'{"a":'.repeat(100)}1${'}'.repeat(100)}`;
  await assert.rejects(
    clock.overrun(() => programs.read(api, deep, [`$${'..a'.repeat(50)}`])),
    overruns,
  );
});

test('templates that fill the memory end their process only', async () => {
  const doubling = '#set($s = "xy")#foreach($i in [1..60])#set($s = "$s$s")#end$s.length()';
  await assert.rejects(render(doubling), { message: 'Invalid string length' });
  const keeping =
    '#set($s = "12345678")#foreach($i in [1..22])#set($s = "$s$s")#end' +
    '#set($l = [])#foreach($i in [1..30])#set($x = $l.add($s.toUpperCase().concat("$i").replace("A", "B")))#end';
  await assert.rejects(render(keeping), new ProgramOverrun('the template could not be rendered with 512 MB of memory'));
  assert.equal((await render('still here')).text, 'still here');
});

test('APIs take turns', async () => {
  const ended: string[] = [];
  const [one, other] = [apiWith({ M: {} }), apiWith({ M: {} })];
  const ask = (name: string, api: typeof one) =>
    programs.validate(api, 'M', Buffer.from('1')).then(() => ended.push(name));
  await Promise.all([ask('one', one), ask('one', one), ask('one', one), ask('other', other)]);
  assert.deepEqual(ended, ['one', 'one', 'other', 'one']);
});
