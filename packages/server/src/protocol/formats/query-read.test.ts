import assert from 'node:assert/strict';
import { test } from 'node:test';
import { modelOf } from '../fixtures.ts';
import { parseForm, queryReaders } from './query-read.ts';

const model = modelOf(
  ['aws-query'],
  {
    Names: 'Strings',
    Flat: { shape: 'Strings', xmlName: 'Name', flat: true },
    Tags: 'Tags',
    Attributes: { shape: 'Attributes', xmlName: 'Attribute', flat: true },
    Map: 'Plain',
    When: 'timestamp',
    Data: 'blob',
    Yes: 'boolean',
    Inner: 'DoRequest',
  },
  {
    shapes: {
      Strings: { type: 'list', of: 'string' },
      Tag: { type: 'structure', members: { Key: 'string', Value: 'string' } },
      Tags: { type: 'list', of: { shape: 'Tag', xmlName: 'Tag' } },
      Attributes: { type: 'map', key: { shape: 'string', xmlName: 'Name' }, of: { shape: 'string', xmlName: 'Value' } },
      Plain: { type: 'map', key: 'string', of: 'integer' },
    },
  },
);
const read = (form: string) => queryReaders(model)('DoRequest')(parseForm(form));

test('lists are numbered, by member, by their own name or flattened', () => {
  assert.deepEqual(read('Names.member.1=a&Names.member.2=b'), { Names: ['a', 'b'] });
  assert.deepEqual(read('Name.1=a&Name.2=b'), { Flat: ['a', 'b'] });
  assert.deepEqual(read('Tags.Tag.1.Key=a&Tags.Tag.1.Value=b'), { Tags: [{ Key: 'a', Value: 'b' }] });
  assert.deepEqual(read('Tags.member.1.Key=a'), { Tags: [{ Key: 'a' }] });
});

test('list items come in the order of their numbers, whatever that of the parameters', () => {
  assert.deepEqual(read('Names.member.10=c&Names.member.2=b&Names.member.1=a'), { Names: ['a', 'b', 'c'] });
});

test('an empty list is one parameter without a value', () => {
  assert.deepEqual(read('Names='), { Names: [] });
});

test('maps are numbered entries, flattened or not', () => {
  assert.deepEqual(read('Attribute.1.Name=VisibilityTimeout&Attribute.1.Value=30'), {
    Attributes: { VisibilityTimeout: '30' },
  });
  assert.deepEqual(read('Map.entry.1.key=a&Map.entry.1.value=1&Map.entry.2.key=b&Map.entry.2.value=2'), {
    Map: { a: 1, b: 2 },
  });
});

test('scalars are decoded from forms', () => {
  assert.deepEqual(read('When=2020-01-02T03%3A04%3A05Z&Data=YWJj&Yes=true&Inner.Names.member.1=a+b%2Bc'), {
    When: new Date('2020-01-02T03:04:05Z'),
    Data: Buffer.from('abc'),
    Yes: true,
    Inner: { Names: ['a b+c'] },
  });
});

test('bad escapes and values are serialization errors', () => {
  for (const form of [
    'Names.member.1=%zz',
    'Yes=maybe',
    'When=tomorrow',
    'Data=*',
    'Map.entry.1.key=a&Map.entry.1.value=1.5',
  ]) {
    assert.throws(() => read(form), { code: 'SerializationException' });
  }
});
