import assert from 'node:assert/strict';
import { test } from 'node:test';
import { processTemplate } from '../../deployment/process-template.ts';
import type { Value } from '../values.ts';
import { refuseCycles } from './graph.ts';

const LOG = { Type: 'AWS::Logs::LogGroup' };

test('What is wrong with a template is told in the words of AWS.', () => {
  const cases: readonly [Value, string][] = [
    [{}, 'Template format error: At least one Resources member must be defined.'],
    [{ Resources: { A: LOG }, Wrong: 1 }, 'Invalid template property or properties [Wrong]'],
    [{ Resources: { A: { ...LOG, Wrong: 1 } } }, "Invalid template resource property 'Wrong'"],
    [
      { Resources: { A: {} } },
      'Template format error: [/Resources/A] Every Resources object must contain a Type member.',
    ],
    [{ Resources: { 'a-b': LOG } }, 'Template format error: Resource name a-b is non alphanumeric.'],
    [
      { Resources: { A: { Type: 'AWS::X::Y' }, B: { Type: 'AWS::X::Z' } } },
      'Template format error: Unrecognized resource types: [AWS::X::Y, AWS::X::Z]. Hearth may not have them yet: NotImplemented',
    ],
    [
      { Resources: { A: { Type: 'My::Own::Type' } } },
      'Template format error: Unrecognized resource types: [My::Own::Type]',
    ],
    [
      { Resources: { A: { ...LOG, Properties: { LogGroupName: { Ref: 'No' } } } } },
      'Template format error: Unresolved resource dependencies [No] in the Resources block of the template',
    ],
    [
      { Resources: { A: LOG }, Outputs: { O: { Value: { Ref: 'No' } } } },
      'Template format error: Unresolved resource dependencies [No] in the Outputs block of the template',
    ],
    [
      { Resources: { A: { ...LOG, DependsOn: ['No'] } } },
      'Template format error: Unresolved resource dependencies [No] in the Resources block of the template',
    ],
    [
      { Resources: { A: LOG }, Outputs: { O: { Value: { 'Fn::GetAtt': ['No', 'Arn'] } } } },
      'Template error: instance of Fn::GetAtt references undefined resource No',
    ],
    [
      { Resources: { A: LOG }, Outputs: { O: { Value: { 'Fn::GetAtt': ['A', 'Colour'] } } } },
      'Template error: resource A does not support attribute type Colour in Fn::GetAtt',
    ],
    [
      { Resources: { A: { ...LOG, Condition: 'No' } } },
      'Template format error: Unresolved condition dependency No in the Resources block of the template',
    ],
    [
      { Conditions: { C: { 'Fn::Equals': [{ Ref: 'A' }, 1] } }, Resources: { A: LOG } },
      'Template format error: Unresolved dependencies [A]. Cannot reference resources in the Conditions block of the template',
    ],
    [
      { Resources: { A: LOG }, Transform: 'AWS::Serverless-2016-10-31' },
      'Hearth does not implement the transform AWS::Serverless-2016-10-31 yet.',
    ],
    [
      { Parameters: { P: { Type: 'AWS::SSM::Parameter::Value<String>' } }, Resources: { A: LOG } },
      'Hearth does not implement parameters of the type AWS::SSM::Parameter::Value<String> yet: [P]',
    ],
    [
      { Parameters: { P: {} }, Resources: { A: LOG } },
      'Template format error: Every Parameters object must contain a Type member.',
    ],
  ];
  for (const [template, message] of cases) {
    assert.throws(() => processTemplate(JSON.stringify(template), []), { name: 'ValidationError', message });
  }
});

test('Cycles are named, what merely leads to them is not.', () => {
  const graph = new Map([
    ['A', ['B']],
    ['B', ['C']],
    ['C', ['B']],
    ['D', []],
    ['E', ['D', 'A']],
  ]);
  assert.throws(() => refuseCycles(graph), { message: 'Circular dependency between resources: [B, C]' });
  refuseCycles(
    new Map([
      ['A', ['B']],
      ['B', []],
    ]),
  );
});

test('A template has no more of anything than AWS allows.', () => {
  const many = <Item>(count: number, item: Item) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`X${index}`, item]));
  const cases: readonly [string, number, (count: number) => Value][] = [
    ['resources', 500, (count) => ({ Resources: many(count, LOG) })],
    [
      'parameters',
      200,
      (count) => ({ Resources: { A: LOG }, Parameters: many(count, { Type: 'String', Default: '' }) }),
    ],
    ['outputs', 200, (count) => ({ Resources: { A: LOG }, Outputs: many(count, { Value: 'x' }) })],
    ['mappings', 200, (count) => ({ Resources: { A: LOG }, Mappings: many(count, { a: { b: 'c' } }) })],
  ];
  for (const [what, limit, template] of cases) {
    processTemplate(JSON.stringify(template(limit)), []);
    assert.throws(() => processTemplate(JSON.stringify(template(limit + 1)), []), {
      name: 'ValidationError',
      message: `Template format error: Number of ${what}, ${limit + 1}, is greater than maximum allowed, ${limit}`,
    });
  }
});
