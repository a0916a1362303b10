import assert from 'node:assert/strict';
import { test } from 'node:test';
import { physicalName } from './physical-name.ts';
import { boolean, conform, integer, json, list, map, object, text } from './schema.ts';

const SCHEMA = object(
  { Name: text, Size: integer, On: boolean, Tags: list(object({ Key: text }, ['Key'])), Vars: map(text), Body: json },
  ['Name'],
);

test('Scalars become what the schema has.', () => {
  const { value, problems } = conform(SCHEMA, { Name: 5, Size: '30', On: 'true', Vars: { a: 1 }, Body: { x: [1] } });
  assert.deepEqual(problems, []);
  assert.deepEqual(value, { Name: '5', Size: 30, On: true, Vars: { a: '1' }, Body: { x: [1] } });
});

test('What does not fit is told with its path.', () => {
  const { problems } = conform(SCHEMA, { Size: 1.5, On: 'maybe', Tags: [{}, { Key: ['x'] }], Vars: [], More: 1 });
  assert.deepEqual(problems, [
    '#: required key [Name] not found',
    '#/Size: expected type: Integer, found: Number',
    '#/On: expected type: Boolean, found: String',
    '#/Tags/0: required key [Key] not found',
    '#/Tags/1/Key: expected type: String, found: JSONArray',
    '#/Vars: expected type: JSONObject, found: JSONArray',
    '#: extraneous key [More] is not permitted',
  ]);
});

test('Generated names have the stack, the resource and the token, cut to fit.', () => {
  const token = 'ABCDEFGHIJKL';
  assert.equal(physicalName({ stackName: 'app', logicalId: 'Role', token }, 64), 'app-Role-ABCDEFGHIJKL');
  const long = physicalName({ stackName: 's'.repeat(80), logicalId: 'l'.repeat(80), token }, 64);
  assert.equal(long.length, 64);
  assert.equal(long, `${'s'.repeat(25)}-${'l'.repeat(25)}-${token}`);
  assert.equal(physicalName({ stackName: 's'.repeat(80), logicalId: 'Fn', token }, 64).length, 64);
});
