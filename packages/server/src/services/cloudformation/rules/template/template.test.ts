import assert from 'node:assert/strict';
import { test } from 'node:test';
import { processTemplate } from '../../deployment/process-template.ts';
import { readyDefinition } from '../../deployment/definition-scope.ts';
import type { Value } from '../values.ts';
import { checkCapabilities, requiredCapability } from './capabilities.ts';
import { refuseCycles } from './graph.ts';
import { chooseParameterValues, type GivenParameter } from './parameter-values.ts';
import { parseTemplate } from './parse-template.ts';
import { readParameterDeclarations } from './parameter-declarations.ts';
import { checkRules } from './rule-assertions.ts';
import { parseS3Url } from './s3-url.ts';

const IDENTITY = { account: '000000000000', region: 'us-east-1', stackId: 'arn:stack', stackName: 'app' };
const LOG = { Type: 'AWS::Logs::LogGroup' };

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
      'Template format error: Unrecognized resource types: [AWS::X::Y, AWS::X::Z]',
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

test('Parameters take what is given, what was there or the default, and hold their constraints.', () => {
  const declared = readParameterDeclarations({
    Stage: { Type: 'String', AllowedValues: ['dev', 'prod'], Default: 'dev' },
    Name: { Type: 'String', MinLength: 2, MaxLength: '4', AllowedPattern: '[a-z]+' },
    Count: { Type: 'Number', MinValue: 1, MaxValue: 5, Default: 2 },
    Items: { Type: 'CommaDelimitedList', Default: 'a, b' },
    Odd: { Type: 'List<Number>', Default: '1,3', ConstraintDescription: 'numbers only' },
  });
  const choose = (...given: GivenParameter[]) => chooseParameterValues(declared, given, { Name: 'old' });
  const name = { ParameterKey: 'Name', UsePreviousValue: true };
  assert.deepEqual(choose(name), { Stage: 'dev', Name: 'old', Count: '2', Items: 'a, b', Odd: '1,3' });
  const set = (ParameterKey: string, ParameterValue: string) => choose(name, { ParameterKey, ParameterValue });
  const cases: readonly [() => unknown, string][] = [
    [() => choose(), 'Parameters: [Name] must have values'],
    [() => set('Other', '1'), 'Parameters: [Other] do not exist in the template'],
    [() => set('Stage', 'test'), "Parameter 'Stage' must be one of AllowedValues"],
    [() => set('Count', '6'), "Parameter 'Count' must be a number not greater than 5"],
    [() => set('Count', '0'), "Parameter 'Count' must be a number not less than 1"],
    [() => set('Count', 'x'), "Parameter 'Count' must be a number"],
    [() => set('Odd', '1,x'), 'Parameter Odd failed to satisfy constraint: numbers only'],
    [
      () => choose({ ParameterKey: 'Name', ParameterValue: 'a' }),
      "Parameter 'Name' must contain at least 2 characters",
    ],
    [
      () => choose({ ParameterKey: 'Name', ParameterValue: 'abcde' }),
      "Parameter 'Name' must contain at most 4 characters",
    ],
    [() => choose({ ParameterKey: 'Name', ParameterValue: 'AB' }), "Parameter 'Name' must match pattern [a-z]+"],
  ];
  for (const [work, message] of cases) assert.throws(work, { message });
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

test('Loops of the language extensions become their entries.', () => {
  const { source } = processTemplate(
    JSON.stringify({
      Transform: 'AWS::LanguageExtensions',
      Parameters: { Names: { Type: 'CommaDelimitedList', Default: 'a,b-c' } },
      Resources: {
        'Fn::ForEach::Logs': [
          'Name',
          { Ref: 'Names' },
          {
            'Log&{Name}': {
              Type: 'AWS::Logs::LogGroup',
              Properties: { LogGroupName: { 'Fn::Sub': '/${Name}' }, RetentionInDays: { 'Fn::Length': [1] } },
            },
          },
        ],
      },
      Outputs: { 'Fn::ForEach::O': ['N', ['a', 'bc'], { 'Out${N}': { Value: { Ref: 'Log${N}' } } }] },
    }),
    [],
  );
  assert.deepEqual(Object.keys(source.Resources as object), ['Loga', 'Logbc']);
  assert.deepEqual((source.Resources as Record<string, unknown>).Logbc, {
    Type: 'AWS::Logs::LogGroup',
    Properties: { LogGroupName: { 'Fn::Sub': '/b-c' }, RetentionInDays: { 'Fn::Length': [1] } },
  });
  assert.deepEqual(source.Outputs, { Outa: { Value: { Ref: 'Loga' } }, Outbc: { Value: { Ref: 'Logbc' } } });
});

test('Conditions decide which resources there are and what depends on what.', () => {
  const source = {
    Parameters: { Stage: { Type: 'String', Default: 'dev' } },
    Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] }, Dev: { 'Fn::Not': [{ Condition: 'Prod' }] } },
    Resources: {
      Always: { ...LOG, DependsOn: ['Sometimes', 'Other'] },
      Sometimes: { ...LOG, Condition: 'Prod' },
      Other: { ...LOG, Condition: 'Dev' },
      Chooser: { ...LOG, Properties: { LogGroupName: { 'Fn::If': ['Prod', { Ref: 'Sometimes' }, { Ref: 'Other' }] } } },
    },
  };
  const graphFor = (stage: string) => {
    const processed = processTemplate(JSON.stringify(source), [{ ParameterKey: 'Stage', ParameterValue: stage }]);
    return Object.fromEntries(ready(processed).graph);
  };
  assert.deepEqual(graphFor('dev'), { Always: ['Other'], Other: [], Chooser: ['Other'] });
  assert.deepEqual(graphFor('prod'), { Always: ['Sometimes'], Sometimes: [], Chooser: ['Sometimes'] });
});

test('IAM resources need to be acknowledged, named ones by name.', () => {
  const templateWith = (Properties: Value) =>
    processTemplate(JSON.stringify({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties } } }), []).template;
  assert.equal(requiredCapability(templateWith({}))!.capability, 'CAPABILITY_IAM');
  const named = templateWith({ RoleName: 'x' });
  assert.equal(requiredCapability(named)!.capability, 'CAPABILITY_NAMED_IAM');
  checkCapabilities(named, ['CAPABILITY_NAMED_IAM'], { expands: true });
  assert.throws(() => checkCapabilities(named, ['CAPABILITY_IAM'], { expands: true }), {
    name: 'InsufficientCapabilitiesException',
    message: 'Requires capabilities : [CAPABILITY_NAMED_IAM]',
  });
});

test('Rules assert what parameters go together.', () => {
  const processed = (version: string) =>
    processTemplate(
      JSON.stringify({
        Parameters: { Version: { Type: 'String' } },
        Rules: {
          Check: {
            Assertions: [
              {
                Assert: { 'Fn::Not': [{ 'Fn::Contains': [['1', '2'], { Ref: 'Version' }] }] },
                AssertDescription: 'too old',
              },
            ],
          },
        },
        Resources: { A: LOG },
      }),
      [{ ParameterKey: 'Version', ParameterValue: version }],
    );
  const check = (version: string) => {
    const it = processed(version);
    const { base } = ready(it);
    const none = () => {
      throw new Error('not asked for');
    };
    checkRules(it.template, { ...base, getAtt: none, importValue: none });
  };
  check('3');
  assert.throws(() => check('2'), { message: 'Template validation error: too old' });
});

test('Any of the names of S3 leads to the bucket and the key.', () => {
  const cases: readonly [string, string, string][] = [
    ['https://s3.amazonaws.com/bucket/a/b.json', 'bucket', 'a/b.json'],
    ['https://s3.eu-west-1.amazonaws.com/bucket/a.json', 'bucket', 'a.json'],
    ['https://s3-us-west-2.amazonaws.com/bucket/a.json', 'bucket', 'a.json'],
    ['https://bucket.s3.amazonaws.com/a%20b.json', 'bucket', 'a b.json'],
    ['https://my.bucket.s3.eu-west-1.amazonaws.com/a.json', 'my.bucket', 'a.json'],
    ['https://bucket.s3.dualstack.eu-west-1.amazonaws.com/a.json', 'bucket', 'a.json'],
    ['http://127.0.0.1:4566/bucket/a.json', 'bucket', 'a.json'],
    ['http://localhost:4566/bucket/a.json', 'bucket', 'a.json'],
    ['http://bucket.localhost:4566/a.json', 'bucket', 'a.json'],
    ['http://s3.localhost:4566/bucket/a.json', 'bucket', 'a.json'],
    ['http://s3.localhost.localstack.cloud:4566/bucket/a.json', 'bucket', 'a.json'],
  ];
  for (const [url, bucket, key] of cases) assert.deepEqual(parseS3Url(url), { bucket, key }, url);
  assert.deepEqual(parseS3Url('https://s3.amazonaws.com/b/k?versionId=v'), { bucket: 'b', key: 'k', versionId: 'v' });
  for (const url of [
    'nonsense',
    'ftp://s3.amazonaws.com/b/k',
    'https://example.com/b/k',
    'https://s3.amazonaws.com/b',
  ]) {
    assert.throws(() => parseS3Url(url), { name: 'ValidationError' }, url);
  }
});

function ready({ source, parameters }: ReturnType<typeof processTemplate>) {
  const definition = {
    templateBody: '',
    processedTemplate: source,
    parameters,
    capabilities: [],
    tags: [],
    roleArn: null,
  };
  return readyDefinition(definition, IDENTITY);
}
