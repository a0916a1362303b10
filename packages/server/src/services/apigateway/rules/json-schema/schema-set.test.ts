import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Validator } from '@cfworker/json-schema';
import {
  type Arbitrary,
  array,
  assert as assertProperty,
  boolean,
  constant,
  constantFrom,
  dictionary,
  integer,
  nat,
  oneof,
  property,
  record,
  subarray,
  uniqueArray,
} from 'fast-check';
import type { Schema } from './schema.ts';
import { SchemaSet } from './schema-set.ts';

function faults(schema: Schema, instance: unknown): readonly string[] {
  return new SchemaSet(new Map()).validate(schema, instance);
}

test("what is wrong is said in AWS's words", () => {
  const said: [Schema, unknown, string][] = [
    [{ type: 'string' }, 1, 'instance type (integer) does not match any allowed primitive type (allowed: ["string"])'],
    [
      { type: 'number' },
      'a',
      'instance type (string) does not match any allowed primitive type (allowed: ["integer","number"])',
    ],
    [{ enum: ['a', 'b'] }, 'c', 'instance value ("c") not found in enum (possible values: ["a","b"])'],
    [{ required: ['b', 'a', 'c'] }, { c: 1 }, 'object has missing required properties (["a","b"])'],
    [
      { additionalProperties: false, properties: { a: {} } },
      { b: 1, a: 1 },
      'object instance has properties which are not allowed by the schema: ["b"]',
    ],
    [{ maximum: 20 }, 97, 'numeric instance is greater than the required maximum (maximum: 20, found: 97)'],
    [{ minimum: 2 }, 1, 'numeric instance is lower than the required minimum (minimum: 2, found: 1)'],
    [{ maximum: 2, exclusiveMaximum: true }, 2, 'numeric instance is not strictly lower than the required maximum 2'],
    [{ minimum: 2, exclusiveMinimum: true }, 2, 'numeric instance is not strictly greater than the required minimum 2'],
    [{ multipleOf: 0.1 }, 0.35, 'remainder of division is not zero (0.35 / 0.1)'],
    [{ maxLength: 2 }, 'abc', 'string "abc" is too long (length: 3, maximum allowed: 2)'],
    [{ minLength: 2 }, 'a', 'string "a" is too short (length: 1, required minimum: 2)'],
    [{ pattern: '^[ATCG]{1,}$' }, 'ATGCBA', 'ECMA 262 regex "^[ATCG]{1,}$" does not match input string "ATGCBA"'],
    [{ maxItems: 1 }, [1, 2], 'array is too long: must have at most 1 elements but instance has 2 elements'],
    [{ minItems: 1 }, [], 'array is too short: must have at least 1 elements but instance has 0 elements'],
    [
      { uniqueItems: true },
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      'array must not contain duplicate elements',
    ],
    [{ maxProperties: 1 }, { a: 1, b: 1 }, 'object has too many properties (found 2 but schema requires at most 1)'],
    [{ minProperties: 1 }, {}, 'object has too few properties (found 0 but schema requires at least 1)'],
    [
      { allOf: [{ type: 'string' }, { maxLength: 1 }] },
      1,
      'instance failed to match all required schemas (matched only 1 out of 2)',
    ],
    [
      { anyOf: [{ type: 'string' }, { type: 'null' }] },
      1,
      'instance failed to match at least one required schema among 2',
    ],
    [
      { oneOf: [{ type: 'integer' }, { minimum: 0 }] },
      1,
      'instance failed to match exactly one schema (matched 2 out of 2)',
    ],
    [{ not: { type: 'integer' } }, 1, 'instance matched a schema which it should not have'],
    [
      { dependencies: { a: ['b'] } },
      { a: 1 },
      'property "a" of object has missing property dependencies (requires ["b"]; missing: ["b"])',
    ],
  ];
  for (const [schema, instance, fault] of said) assert.deepEqual(faults(schema, instance), [fault]);
});

test("an object's own faults come first, those of its members only when it has none", () => {
  const schema = { required: ['a'], properties: { a: { type: 'string' }, b: { type: 'string' } } };
  assert.deepEqual(faults(schema, { b: 1 }), ['object has missing required properties (["a"])']);
  assert.equal(faults(schema, { a: 1, b: 1 }).length, 2);
});

test('beside a reference nothing else counts, and one may lead in circles through the instance', () => {
  const tree = { properties: { child: { $ref: '#', type: 'string' } }, required: ['name'] };
  assert.deepEqual(faults(tree, { name: 'a', child: { name: 'b' } }), []);
  assert.deepEqual(faults(tree, { name: 'a', child: {} }), ['object has missing required properties (["name"])']);
  const named = { definitions: { 'a/b%': { type: 'null' } }, items: { $ref: '#/definitions/a~1b%25' } };
  assert.deepEqual(faults(named, [null]), []);
});

test('patterns are those of ECMA 262 without the flag u, and match anywhere', () => {
  for (const pattern of [String.raw`\d\-\d`, String.raw`[\w\.\_]{2}`, '{x}', '^(?=.*[A-Z])(?=.*[0-9]).{3,}$'])
    assert.equal(faults({ pattern }, 'x 1-2 Ab_1 {x}').length, 0, pattern);
  assert.deepEqual(
    faults({ patternProperties: { '^x-': { type: 'null' } }, additionalProperties: false }, { 'x-a': null }),
    [],
  );
});

test("draft 4's formats are checked, others are no constraint", () => {
  const wrong = { 'date-time': '2020-01-01', email: 'a', hostname: '-', ipv4: '1.2.3', ipv6: '1::2::3', uri: 'a b' };
  for (const [format, text] of Object.entries(wrong)) assert.equal(faults({ format }, text).length, 1, format);
  const right = { 'date-time': '2020-01-01T00:00:00Z', email: 'a@b.c', uri: 'https://a.b/c', int64: 'x', password: '' };
  for (const [format, text] of Object.entries(right)) assert.deepEqual(faults({ format }, text), [], format);
});

/** Schemas that nest at most `depth` deep. */
function schemas(depth: number): Arbitrary<Schema> {
  const part = depth === 0 ? constant<Schema>({}) : schemas(depth - 1);
  const parts = array(part, { minLength: 1, maxLength: 2 });
  const keywords = {
    type: constantFrom('array', 'boolean', 'integer', 'null', 'number', 'object', 'string'),
    enum: array(constantFrom(1, 'a', null, [1], { a: 1 }, {}), { minLength: 1, maxLength: 3 }),
    minimum: integer({ min: -5, max: 5 }),
    multipleOf: constantFrom(1, 2, 0.5),
    maxLength: nat(4),
    pattern: constantFrom('^a', 'b+$', '[0-9]'),
    minItems: nat(2),
    uniqueItems: boolean(),
    items: oneof(part, parts),
    additionalItems: oneof(boolean(), part),
    required: uniqueArray(constantFrom('a', 'b'), { minLength: 1 }),
    properties: dictionary(constantFrom('a', 'b'), part),
    patternProperties: dictionary(constantFrom('^a', 'c'), part),
    additionalProperties: oneof(boolean(), part),
    maxProperties: nat(2),
    dependencies: constantFrom({ a: ['b'] }, { b: { required: ['a'] } }),
    anyOf: parts,
    allOf: parts,
    oneOf: parts,
    not: oneof(part, constant({ type: 'null' })),
  };
  const some = subarray(Object.keys(keywords) as (keyof typeof keywords)[], { minLength: 1, maxLength: 4 });
  return some.chain((names) =>
    record<Record<string, unknown>>(Object.fromEntries(names.map((name) => [name, keywords[name]]))),
  );
}

const KEY = constantFrom('a', 'b', 'c', 'ac');
const SCALAR = oneof(integer({ min: -6, max: 6 }), constantFrom(0.5, 'a', 'ab', 'b1', '', null, true));
const INSTANCE = oneof(
  SCALAR,
  array(SCALAR, { maxLength: 3 }),
  dictionary(KEY, oneof(SCALAR, array(SCALAR, { maxLength: 2 }), dictionary(KEY, SCALAR)), { maxKeys: 3 }),
);

test('the verdict is that of an independent implementation of draft 4, whatever the schema', () => {
  assertProperty(
    property(schemas(2), INSTANCE, (schema, instance) => {
      const theirs = new Validator(structuredClone(schema), '4').validate(instance).valid;
      assert.equal(faults(schema, instance).length === 0, theirs);
    }),
    { numRuns: 2000 },
  );
});
