import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readDescription } from './document.ts';

describe('descriptions of APIs', () => {
  test('are read from JSON and from YAML', () => {
    assert.equal(readDescription('{"swagger":"2.0","info":{"title":"[{"}}').title, '[{');
    assert.equal(readDescription("swagger: '2.0'\ninfo: { title: shop }").title, 'shop');
    assert.equal(readDescription('{swagger: "2.0", info: {title: shop}}').title, 'shop');
  });

  const deep = 200_000;
  const refused: Readonly<Record<string, string>> = {
    'a list': '[]',
    'a scalar': 'swagger',
    'no version': '{"info":{}}',
    'another version': '{"swagger":"1.2"}',
    'what is neither': '{"swagger":',
    'JSON nested deeply': '['.repeat(deep) + ']'.repeat(deep),
    'JSON objects nested deeply': '{"a":'.repeat(deep / 10) + '1' + '}'.repeat(deep / 10),
    'YAML nested deeply': `a: ${'['.repeat(deep)}${']'.repeat(deep)}`,
    'YAML objects nested deeply': `{${'a: {'.repeat(deep / 10)}`,
  };
  for (const [title, source] of Object.entries(refused)) {
    test(`${title} is refused`, () => {
      assert.throws(() => readDescription(source), { code: 'BadRequestException', message: 'Invalid OpenAPI input.' });
    });
  }
});
