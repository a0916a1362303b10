import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTemplate } from './parse-template.ts';

test('YAML short forms read as the long ones.', () => {
  const short = parseTemplate(`
A: !Ref Name
B: !Sub 'x \${Name}'
C: !Sub [ '\${A}', { A: !GetAtt R.Arn } ]
D: !Join [ ',', [ !Select [ 0, !GetAZs '' ], !ImportValue x ] ]
E: !If [ Yes, !FindInMap [ M, !Ref 'AWS::Region', v ], !Ref AWS::NoValue ]
F: !Not [ !Equals [ !Ref A, b ] ]
G: !And [ !Condition X, !Or [ !Condition Y, !Condition Z ] ]
H: !Base64 text
I: !Cidr [ 10.0.0.0/16, 1, 8 ]
J: !Split [ ',', a ]
K: |
  many
  lines
L: 2012-10-17
M: [ yes, true, 1.5, null ]
`);
  assert.deepEqual(short, {
    A: { Ref: 'Name' },
    B: { 'Fn::Sub': 'x ${Name}' },
    C: { 'Fn::Sub': ['${A}', { A: { 'Fn::GetAtt': 'R.Arn' } }] },
    D: { 'Fn::Join': [',', [{ 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, { 'Fn::ImportValue': 'x' }]] },
    E: { 'Fn::If': ['Yes', { 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'v'] }, { Ref: 'AWS::NoValue' }] },
    F: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'A' }, 'b'] }] },
    G: { 'Fn::And': [{ Condition: 'X' }, { 'Fn::Or': [{ Condition: 'Y' }, { Condition: 'Z' }] }] },
    H: { 'Fn::Base64': 'text' },
    I: { 'Fn::Cidr': ['10.0.0.0/16', 1, 8] },
    J: { 'Fn::Split': [',', 'a'] },
    K: 'many\nlines\n',
    L: '2012-10-17',
    M: ['yes', true, 1.5, null],
  });
});

test('What is no template is refused with its place.', () => {
  const cases: readonly [string, string][] = [
    ['just text', 'Template format error: unsupported structure.'],
    ['- a\n- b', 'Template format error: unsupported structure.'],
    ['{"a": [1,}', 'Template format error: JSON not well-formed. (line 1, column 10)'],
    ['a: [1', 'Template format error: YAML not well-formed. (line 1, column 6)'],
    ['a: &x 1\nb: *x', 'Template error: YAML aliases are not allowed in CloudFormation templates'],
    ['a: 1\na: 2', 'Template format error: Duplicate key in the template (line 2, column 1).'],
  ];
  for (const [text, message] of cases) assert.throws(() => parseTemplate(text), { message }, text);
  assert.throws(() => parseTemplate('a: !Nonsense b'), /the tag !Nonsense is no function of CloudFormation/);
});
