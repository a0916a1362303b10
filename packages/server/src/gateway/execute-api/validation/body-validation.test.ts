import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { afterEach, beforeEach, test } from 'node:test';
import type { Timer } from '../../../kernel/clock.ts';
import { DrivenClock } from '../../../kernel/driven-clock.ts';
import { newApi } from '../../../services/apigateway/rules/new-api.ts';
import { modelUrl } from '../../../services/apigateway/rules/model.ts';
import { BodyValidation, type Validation, type Verdict } from './body-validation.ts';
import { MAX_VALIDATION_MS } from './validation-thread.ts';

let clock: WatchedClock;
let bodies: BodyValidation;

beforeEach(() => {
  clock = new WatchedClock();
  bodies = new BodyValidation(clock);
});

afterEach(() => bodies.close());

function apiWith(schemas: Record<string, object>) {
  const api = newApi({ name: 'api', createdAt: 0 });
  for (const [name, schema] of Object.entries(schemas)) api.models[name] = { name, schema: JSON.stringify(schema) };
  return api;
}

const HOSTILE = { type: 'string', pattern: '^(a+)+$' };
const BACKTRACKING = Buffer.from(JSON.stringify(`${'a'.repeat(60)}!`));

/** Tells when a thread has begun with a body: only then its time runs. */
class WatchedClock extends DrivenClock {
  readonly events = new EventEmitter();

  override schedule(delayMs: number, task: () => void): Timer {
    this.events.emit('scheduled');
    return super.schedule(delayMs, task);
  }
}

async function overrun(validation: Validation): Promise<Verdict> {
  const begun = once(clock.events, 'scheduled');
  const verdict = bodies.validate(validation);
  await begun;
  await clock.advance(MAX_VALIDATION_MS);
  return verdict;
}

test('a body adheres to its model, or is told what is wrong with it', async () => {
  const api = apiWith({ Pet: { type: 'object', required: ['name'] } });
  const validate = (body: string) => bodies.validate({ api, model: 'Pet', body: Buffer.from(body) });
  assert.deepEqual(await validate('{"name":"Rex"}'), { faults: [] });
  assert.deepEqual(await validate('{}'), { faults: ['object has missing required properties (["name"])'] });
  for (const body of ['', 'nonsense', '{"a":'])
    assert.deepEqual(await validate(body), { faults: ['Unknown error parsing request body'] });
});

test('a model may refer to other models of its API, and back', async () => {
  const api = apiWith({});
  const ref = (name: string) => ({ $ref: modelUrl(api.id, name) });
  const schema = JSON.stringify({ type: 'object', properties: { pets: { type: 'array', items: ref('Pet') } } });
  api.models.Owner = { name: 'Owner', schema };
  api.models.Pet = { name: 'Pet', schema: JSON.stringify({ required: ['name'], properties: { owner: ref('Owner') } }) };
  const validate = (body: object) => bodies.validate({ api, model: 'Owner', body: Buffer.from(JSON.stringify(body)) });
  assert.deepEqual(await validate({ pets: [{ name: 'Rex', owner: { pets: [] } }] }), { faults: [] });
  assert.deepEqual(await validate({ pets: [{ name: 'Rex', owner: { pets: [{}] } }] }), {
    faults: ['object has missing required properties (["name"])'],
  });
});

test('a model that cannot be used is a failure of the API, not of the body', async () => {
  const api = apiWith({ Dangling: { $ref: modelUrl('other', 'Gone') } });
  const verdict = await bodies.validate({ api, model: 'Dangling', body: Buffer.from('1') });
  assert.deepEqual(verdict, { failure: `no schema at ${modelUrl('other', 'Gone')}` });
});

test('a pattern that backtracks for ever is ended after 5 s, and holds up nobody else afterwards', async () => {
  const hostile = { api: apiWith({ M: HOSTILE }), model: 'M', body: BACKTRACKING };
  const tooLong = { overrun: 'the body could not be validated within 5000 ms' };
  assert.deepEqual(await overrun(hostile), tooLong);
  const begun = once(clock.events, 'scheduled');
  const again = bodies.validate(hostile);
  await begun;
  const friendly = { api: apiWith({ M: { type: 'string' } }), model: 'M', body: Buffer.from('"text"') };
  assert.deepEqual(await bodies.validate(friendly), { faults: [] }, 'the clock stands still: it did not wait');
  await clock.advance(MAX_VALIDATION_MS);
  assert.deepEqual(await again, tooLong);
});

test('a schema that recurses without end, and a body nested 100,000 deep, are refused', async () => {
  const api = apiWith({ Loop: { allOf: [{ $ref: '#' }] }, Deep: { items: { $ref: '#' } } });
  const tooDeep = { faults: ['the body is nested too deeply to be validated'] };
  assert.deepEqual(await bodies.validate({ api, model: 'Loop', body: Buffer.from('1') }), tooDeep);
  const body = Buffer.from('['.repeat(100_000) + ']'.repeat(100_000));
  assert.deepEqual(await bodies.validate({ api, model: 'Deep', body }), tooDeep);
});

test('APIs take turns', async () => {
  const ended: string[] = [];
  const [one, other] = [apiWith({ M: {} }), apiWith({ M: {} })];
  const ask = (name: string, api: typeof one) =>
    bodies.validate({ api, model: 'M', body: Buffer.from('1') }).then(() => ended.push(name));
  await Promise.all([ask('one', one), ask('one', one), ask('one', one), ask('other', other)]);
  assert.deepEqual(ended, ['one', 'one', 'other', 'one']);
});
