import assert from 'node:assert/strict';
import { test } from 'node:test';
import { processTemplate } from '../../deployment/process-template.ts';
import { readyDefinition } from '../../deployment/definition-scope.ts';
import { chooseParameterValues, type GivenParameter } from './parameter-values.ts';
import { readParameterDeclarations } from './parameter-declarations.ts';
import { checkRules } from './rule-assertions.ts';

const IDENTITY = { account: '000000000000', region: 'us-east-1', stackId: 'arn:stack', stackName: 'app' };
const LOG = { Type: 'AWS::Logs::LogGroup' };

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
