import assert from 'node:assert/strict';
import { test } from 'node:test';
import { S3 } from '@aws-sdk/client-s3';
import { strToU8, zipSync } from 'fflate';
import { startTestPlatform } from '../../testing/test-platform.ts';
import { functionResource, logGroup, ROLE, Stacks } from './testing/stacks.ts';

const API = { RestApiId: { Ref: 'Api' } };
const LAMBDA = 'arn:aws:lambda:us-east-1:000000000000';
const NAMED = (id: string) => new RegExp(`^app-${id}-[A-Za-z0-9]{12}$`);

const Resources = {
  Role: ROLE,
  Function: functionResource('exports.handler = async () => 1', { FunctionName: 'hello' }),
  Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Function' } } },
  Alias: {
    Type: 'AWS::Lambda::Alias',
    Properties: {
      FunctionName: { Ref: 'Function' },
      FunctionVersion: { 'Fn::GetAtt': ['Version', 'Version'] },
      Name: 'live',
    },
  },
  Layer: {
    Type: 'AWS::Lambda::LayerVersion',
    Properties: { LayerName: 'shared', Content: { S3Bucket: 'code', S3Key: 'layer.zip' } },
  },
  Log: logGroup('/log'),
  Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'things' } },
  Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } },
  Resource: {
    Type: 'AWS::ApiGateway::Resource',
    Properties: { ...API, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: 'x' },
  },
  Method: {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      ...API,
      ResourceId: { Ref: 'Resource' },
      HttpMethod: 'GET',
      AuthorizationType: 'NONE',
      Integration: { Type: 'MOCK' },
    },
  },
  Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: API, DependsOn: 'Method' },
  Stage: {
    Type: 'AWS::ApiGateway::Stage',
    Properties: { ...API, DeploymentId: { Ref: 'Deployment' }, StageName: 'dev' },
  },
};

/** What `Ref` gives of each type. */
const REFS: Readonly<Record<string, string | RegExp>> = {
  Role: NAMED('Role'),
  Function: 'hello',
  Version: `${LAMBDA}:function:hello:1`,
  Alias: `${LAMBDA}:function:hello:live`,
  Layer: `${LAMBDA}:layer:shared:1`,
  Log: '/log',
  Bucket: 'things',
  Api: /^[a-z0-9]{10}$/,
  Resource: /^[a-z0-9]{6}$/,
  Stage: 'dev',
};

/** What `Fn::GetAtt` gives. */
const ATTRIBUTES: Readonly<Record<string, string | RegExp>> = {
  'Function.Arn': `${LAMBDA}:function:hello`,
  'Version.Version': '1',
  'Role.RoleId': /^AROA[A-Z0-9]{17}$/,
  'Role.Arn': /^arn:aws:iam::000000000000:role\/app-Role-/,
  'Bucket.Arn': 'arn:aws:s3:::things',
  'Bucket.DomainName': 'things.s3.amazonaws.com',
  'Bucket.RegionalDomainName': 'things.s3.us-east-1.amazonaws.com',
  'Bucket.WebsiteURL': 'http://things.s3-website-us-east-1.amazonaws.com',
  'Log.Arn': 'arn:aws:logs:us-east-1:000000000000:log-group:/log:*',
  'Api.RootResourceId': /^[a-z0-9]{10}$/,
};

test('Ref and Fn::GetAtt give of each type what they give on AWS.', async () => {
  await using platform = await startTestPlatform();
  const s3 = new S3({ ...platform.client, forcePathStyle: true });
  await s3.createBucket({ Bucket: 'code' });
  await s3.putObject({ Bucket: 'code', Key: 'layer.zip', Body: zipSync({ 'a.txt': strToU8('a') }) });
  const stacks = new Stacks(platform);
  const expected = [
    ...Object.entries(REFS).map(([id, value]) => ({ name: id, node: { Ref: id }, value })),
    ...Object.entries(ATTRIBUTES).map(([name, value]) => ({ name, node: { 'Fn::GetAtt': name.split('.') }, value })),
  ];
  const outputs = expected.map(({ name, node }) => [name.replace('.', 'X'), { Value: node }]);
  const created = await stacks.create('app', { Resources, Outputs: Object.fromEntries(outputs) as unknown });
  assert.equal(created.StackStatus, 'CREATE_COMPLETE', (await stacks.events('app')).join('\n'));
  const found = stacks.outputs(created);
  for (const { name, value } of expected) {
    const actual = found[name.replace('.', 'X')]!;
    if (typeof value === 'string') assert.equal(actual, value, name);
    else assert.match(actual, value, name);
  }
});

test('Generated names are cut to what their service allows.', async () => {
  await using platform = await startTestPlatform();
  const stacks = new Stacks(platform);
  const name = 'a'.repeat(100);
  const created = await stacks.create(name, {
    Resources: { Role: ROLE, Function: functionResource('exports.handler = async () => 1') },
    Outputs: { Role: { Value: { Ref: 'Role' } }, Function: { Value: { Ref: 'Function' } } },
  });
  const { Role, Function } = stacks.outputs(created);
  assert.deepEqual([Role!.length, Function!.length], [64, 64]);
  assert.match(Role!, /^a+-Role-[A-Za-z0-9]{12}$/);
  assert.match(Function!, /^a+-Function-[A-Za-z0-9]{12}$/);
});
