import assert from 'node:assert/strict';
import { test } from 'node:test';
import { schemaErrors } from './check-schema.ts';

const INVALID = ['Invalid model schema specified'];
const errors = (schema: unknown) => schemaErrors(JSON.stringify(schema), (reference) => reference === 'urn:known');

test('a schema of draft 4 is taken', () => {
  assert.deepEqual(errors({ $schema: 'http://json-schema.org/draft-04/schema#', title: 'T', type: 'object' }), []);
  assert.deepEqual(errors({ items: [{ $ref: '#/definitions/a' }], definitions: { a: { $ref: 'urn:known' } } }), []);
  assert.deepEqual(errors({ properties: { type: { type: ['string', 'null'] }, example: {} } }), []);
  assert.deepEqual(errors({ properties: { next: { $ref: '#' } } }), []);
});

test('what draft 4 does not allow is an invalid model schema', () => {
  const invalid = [
    { type: 'String' },
    { required: [] },
    { required: true },
    { enum: ['A', 'A'] },
    { minimum: 1, exclusiveMinimum: 2 },
    { exclusiveMaximum: true },
    { properties: { a: { minLength: -1 } } },
    { pattern: '(' },
    { patternProperties: { '[': {} } },
    { $ref: '#' },
    { definitions: { a: { $ref: '#/definitions/b' }, b: { $ref: '#/definitions/a' } } },
    [],
    'text',
  ];
  for (const schema of invalid) assert.deepEqual(errors(schema), INVALID, JSON.stringify(schema));
  assert.deepEqual(
    schemaErrors('{', () => true),
    INVALID,
  );
  assert.deepEqual(
    schemaErrors(`${'{"not":'.repeat(20_000)}{}${'}'.repeat(20_000)}`, () => true),
    INVALID,
    'too deep',
  );
});

test('keywords of later drafts and of OpenAPI are named', () => {
  assert.deepEqual(errors({ properties: { a: { example: 1 } }, const: 1, if: {} }), [
    'Invalid model schema specified. Unsupported keyword(s): ["const","example","if"]',
  ]);
});

test('a reference names a part of the schema, or a model in its canonical form', () => {
  for (const $ref of ['#/definitions/Missing', 'https://example.com/schema.json', 'Pet'])
    assert.deepEqual(errors({ items: { $ref } }), ['Model reference must be in canonical form']);
});

test('a schema of more than 400 KB is refused', () => {
  const large = JSON.stringify({ description: 'x'.repeat(400 * 1024) });
  assert.deepEqual(
    schemaErrors(large, () => true),
    ['Invalid model schema specified. The maximum size is 409600 bytes'],
  );
});
