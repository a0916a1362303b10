import assert from 'node:assert/strict';
import { test } from 'node:test';
import { processTemplate } from '../../deployment/process-template.ts';
import { readyDefinition } from '../../deployment/definition-scope.ts';

const IDENTITY = { account: '000000000000', region: 'us-east-1', stackId: 'arn:stack', stackName: 'app' };
const LOG = { Type: 'AWS::Logs::LogGroup' };

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
