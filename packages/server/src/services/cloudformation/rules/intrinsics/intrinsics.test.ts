import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Value } from '../values.ts';
import { evaluate, referencesIn } from './evaluate.ts';
import { CONDITION_INTRINSICS, INTRINSICS } from './index.ts';
import { NO_VALUE, type Scope } from './intrinsic.ts';

const NAMES: Readonly<Record<string, Value | typeof NO_VALUE>> = {
  Name: 'hello',
  Number: '3',
  List: ['a', 'b', 'c'],
  Bucket: 'stack-bucket-123',
  'AWS::Region': 'eu-west-1',
  'AWS::NoValue': NO_VALUE,
};

function scope(extended = false): Scope {
  return {
    region: 'eu-west-1',
    extended,
    ref: (name) => NAMES[name] ?? null,
    getAtt: (id, attribute) => `${id}/${attribute}`,
    condition: (name) => name === 'Yes',
    mapping: (name) => (name === 'Map' ? { top: { second: 'found', list: ['x'] } } : null),
    importValue: (name) => `imported ${name}`,
    zones: (region) => [`${region}a`, `${region}b`],
  };
}

const value = (node: Value, extended = false) => evaluate(node, scope(extended));

const CASES: readonly [string, Value, unknown][] = [
  ['Ref of a parameter', { Ref: 'Name' }, 'hello'],
  ['Ref of a list parameter', { Ref: 'List' }, ['a', 'b', 'c']],
  ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, 'eu-west-1'],
  ['GetAtt as a list', { 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'Bucket/Arn'],
  ['GetAtt as a text', { 'Fn::GetAtt': 'Bucket.Nested.Arn' }, 'Bucket/Nested.Arn'],
  ['GetAtt with a dotted attribute in a list', { 'Fn::GetAtt': ['Inner', 'Outputs', 'X'] }, 'Inner/Outputs.X'],
  ['GetAtt with a function for the attribute', { 'Fn::GetAtt': ['Bucket', { Ref: 'Name' }] }, 'Bucket/hello'],
  ['Sub', { 'Fn::Sub': '${Name}-${Bucket.Arn}-${AWS::Region}' }, 'hello-Bucket/Arn-eu-west-1'],
  ['Sub with variables', { 'Fn::Sub': ['${Own} ${Name}', { Own: { Ref: 'Number' } }] }, '3 hello'],
  ['Sub with a literal', { 'Fn::Sub': '${!Name} $ {x} $' }, '${Name} $ {x} $'],
  ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Name' }, 1, true]] }, 'a-hello-1-true'],
  ['Join of a list parameter', { 'Fn::Join': ['', { Ref: 'List' }] }, 'abc'],
  ['Join leaves AWS::NoValue out', { 'Fn::Join': [',', ['a', { Ref: 'AWS::NoValue' }]] }, 'a'],
  ['Select', { 'Fn::Select': ['1', { Ref: 'List' }] }, 'b'],
  ['Select by a function', { 'Fn::Select': [{ 'Fn::FindInMap': ['Index', 'a', 'b'] }, ['x']] }, Error],
  ['Split', { 'Fn::Split': ['|', 'a|b||c'] }, ['a', 'b', '', 'c']],
  ['Select of a Split', { 'Fn::Select': [2, { 'Fn::Split': ['-', { Ref: 'Bucket' }] }] }, '123'],
  ['If takes the branch', { 'Fn::If': ['Yes', 1, { Ref: 'Missing' }] }, 1],
  ['If takes the other branch', { 'Fn::If': ['No', { Ref: 'Missing' }, [2]] }, [2]],
  ['NoValue removes a property', { a: { 'Fn::If': ['No', 1, { Ref: 'AWS::NoValue' }] }, b: 2 }, { b: 2 }],
  ['FindInMap', { 'Fn::FindInMap': ['Map', 'top', 'second'] }, 'found'],
  ['FindInMap of a list', { 'Fn::FindInMap': ['Map', 'top', 'list'] }, ['x']],
  ['ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': '${Name}-arn' } }, 'imported hello-arn'],
  ['Base64', { 'Fn::Base64': { Ref: 'Name' } }, 'aGVsbG8='],
  ['GetAZs', { 'Fn::GetAZs': 'us-east-1' }, ['us-east-1a', 'us-east-1b']],
  ['GetAZs of the own region', { 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b']],
  ['Cidr', { 'Fn::Cidr': ['192.168.0.0/24', 3, 5] }, ['192.168.0.0/27', '192.168.0.32/27', '192.168.0.64/27']],
  ['Cidr of texts', { 'Fn::Cidr': ['10.0.0.0/16', '2', '8'] }, ['10.0.0.0/24', '10.0.1.0/24']],
  ['a map with more keys is a map', { Ref: 'Name', other: 1 }, { Ref: 'Name', other: 1 }],
  ['Condition outside of conditions is a key', { Condition: 'Yes' }, { Condition: 'Yes' }],
  ['Length needs the extensions', { 'Fn::Length': [1, 2] }, Error],
  ['ToJsonString needs the extensions', { 'Fn::ToJsonString': {} }, Error],
  ['Join without a list', { 'Fn::Join': ['-', 'text'] }, Error],
  ['Select beyond the end', { 'Fn::Select': [7, ['a']] }, Error],
  ['Split by nothing', { 'Fn::Split': ['', 'a'] }, Error],
  ['Sub of a list', { 'Fn::Sub': ['${Name}'] }, Error],
  ['Sub with a strange name', { 'Fn::Sub': '${a b}' }, Error],
  ['GetAtt of one name', { 'Fn::GetAtt': 'Bucket' }, Error],
  ['an unknown function', { 'Fn::Nonsense': 1 }, Error],
  ['a block that is too small', { 'Fn::Cidr': ['10.0.0.0/30', 2, 2] }, Error],
];

for (const [title, node, expected] of CASES) {
  test(`${title} ${expected === Error ? 'is refused' : 'is evaluated'}.`, () => {
    if (expected === Error) assert.throws(() => value(node), { name: 'ValidationError' });
    else assert.deepEqual(value(node), expected);
  });
}

test('The language extensions add Length, ToJsonString and a default for FindInMap.', () => {
  assert.equal(value({ 'Fn::Length': { Ref: 'List' } }, true), 3);
  assert.equal(value({ 'Fn::ToJsonString': { a: { Ref: 'Name' } } }, true), '{"a":"hello"}');
  const missing = ['Map', 'no', 'second', { DefaultValue: { Ref: 'Name' } }];
  assert.equal(value({ 'Fn::FindInMap': missing }, true), 'hello');
  assert.throws(() => value({ 'Fn::FindInMap': missing }), { name: 'ValidationError' });
  assert.throws(() => value({ 'Fn::FindInMap': missing.slice(0, 3) }, true), {
    message: 'Template error: Unable to get mapping for Map::no::second',
  });
});

test('Condition functions combine.', () => {
  const truth = (node: Value) => evaluate(node, scope(), CONDITION_INTRINSICS);
  assert.equal(truth({ 'Fn::Equals': [{ Ref: 'Number' }, 3] }), true);
  assert.equal(truth({ 'Fn::Equals': ['a', 'A'] }), false);
  assert.equal(truth({ 'Fn::Not': [{ Condition: 'Yes' }] }), false);
  assert.equal(truth({ 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Equals': [1, 1] }] }), true);
  assert.equal(truth({ 'Fn::Or': [{ Condition: 'No' }, { Condition: 'Nope' }] }), false);
  assert.throws(() => truth({ 'Fn::And': [{ Condition: 'Yes' }] }), {
    message: 'Template error: every Fn::And object requires a list of at least 2 and at most 10 boolean parameters.',
  });
  assert.throws(() => truth({ 'Fn::Not': ['maybe'] }), { name: 'ValidationError' });
});

test('References are found wherever they hide.', () => {
  const node: Value = {
    a: [{ Ref: 'One' }, { 'Fn::Sub': ['${Two} ${Three.Arn} ${Own}', { Own: { 'Fn::GetAtt': 'Four.Arn' } }] }],
    b: { 'Fn::If': ['Yes', { Ref: 'Five' }, { Ref: 'Six' }] },
  };
  assert.deepEqual(
    referencesIn(node).map(({ kind, name }) => `${kind} ${name}`),
    ['ref One', 'ref Two', 'attribute Three', 'attribute Four', 'condition Yes', 'ref Five', 'ref Six'],
  );
});

test('Every function is registered under its name.', () => {
  assert.deepEqual([...INTRINSICS.keys()].toSorted(), [
    'Fn::And',
    'Fn::Base64',
    'Fn::Cidr',
    'Fn::Equals',
    'Fn::FindInMap',
    'Fn::GetAZs',
    'Fn::GetAtt',
    'Fn::If',
    'Fn::ImportValue',
    'Fn::Join',
    'Fn::Length',
    'Fn::Not',
    'Fn::Or',
    'Fn::Select',
    'Fn::Split',
    'Fn::Sub',
    'Fn::ToJsonString',
    'Ref',
  ]);
});
