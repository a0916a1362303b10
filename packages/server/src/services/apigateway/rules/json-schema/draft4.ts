import type { Schema } from './schema.ts';

const COUNT = { type: 'integer', minimum: 0 };
const SCHEMA = { $ref: '#' };
const SCHEMAS = { type: 'object', additionalProperties: SCHEMA };
const SOME_SCHEMAS = { type: 'array', minItems: 1, items: SCHEMA };
const SOME_STRINGS = { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'string' } };
const TYPE = { enum: ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'] };

/**
 * JSON Schema draft 4's schema of schemas ("JSON Schema: interactive and non interactive validation", appendix A; the
 * core's for `$ref`), which knows every keyword of the draft and no other: API Gateway refuses unknown ones.
 */
export const DRAFT4: Schema = {
  type: 'object',
  properties: {
    $ref: { type: 'string' },
    $schema: { type: 'string' },
    additionalItems: { anyOf: [{ type: 'boolean' }, SCHEMA] },
    additionalProperties: { anyOf: [{ type: 'boolean' }, SCHEMA] },
    allOf: SOME_SCHEMAS,
    anyOf: SOME_SCHEMAS,
    default: {},
    definitions: SCHEMAS,
    dependencies: { type: 'object', additionalProperties: { anyOf: [SCHEMA, SOME_STRINGS] } },
    description: { type: 'string' },
    enum: { type: 'array', minItems: 1, uniqueItems: true },
    exclusiveMaximum: { type: 'boolean' },
    exclusiveMinimum: { type: 'boolean' },
    format: { type: 'string' },
    id: { type: 'string' },
    items: { anyOf: [SCHEMA, SOME_SCHEMAS] },
    maximum: { type: 'number' },
    maxItems: COUNT,
    maxLength: COUNT,
    maxProperties: COUNT,
    minimum: { type: 'number' },
    minItems: COUNT,
    minLength: COUNT,
    minProperties: COUNT,
    multipleOf: { type: 'number', minimum: 0, exclusiveMinimum: true },
    not: SCHEMA,
    oneOf: SOME_SCHEMAS,
    pattern: { type: 'string' },
    patternProperties: SCHEMAS,
    properties: SCHEMAS,
    required: SOME_STRINGS,
    title: { type: 'string' },
    type: { anyOf: [TYPE, { type: 'array', minItems: 1, uniqueItems: true, items: TYPE }] },
    uniqueItems: { type: 'boolean' },
  },
  dependencies: { exclusiveMaximum: ['maximum'], exclusiveMinimum: ['minimum'] },
};

export const KEYWORDS: ReadonlySet<string> = new Set(Object.keys(DRAFT4.properties as object));
