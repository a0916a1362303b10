import assert from 'node:assert/strict';
import { test } from 'node:test';
import { APIGateway } from '@aws-sdk/client-api-gateway';
import { S3 } from '@aws-sdk/client-s3';
import { Lambda } from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';
import { startTestPlatform } from '../../testing/test-platform.ts';
import { functionResource, ROLE, Stacks } from './testing/stacks.ts';

/** What osls writes for one function with an `http: GET hello` event. */
function restApi(message: string, deployment: string) {
  return {
    Resources: {
      ServerlessDeploymentBucket: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
          },
        },
      },
      ServerlessDeploymentBucketPolicy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: {
          Bucket: { Ref: 'ServerlessDeploymentBucket' },
          PolicyDocument: {
            Statement: [
              {
                Action: 's3:*',
                Effect: 'Deny',
                Principal: '*',
                Resource: [{ 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${ServerlessDeploymentBucket}/*' }],
                Condition: { Bool: { 'aws:SecureTransport': false } },
              },
            ],
          },
        },
      },
      Role: ROLE,
      HelloLambdaFunction: functionResource(`exports.handler = async () => ({ statusCode: 200, body: '${message}' })`, {
        FunctionName: 'app-dev-hello',
      }),
      ApiGatewayRestApi: {
        Type: 'AWS::ApiGateway::RestApi',
        Properties: { Name: 'dev-app', EndpointConfiguration: { Types: ['EDGE'] }, Policy: '' },
      },
      ApiGatewayResourceHello: {
        Type: 'AWS::ApiGateway::Resource',
        Properties: {
          ParentId: { 'Fn::GetAtt': ['ApiGatewayRestApi', 'RootResourceId'] },
          PathPart: 'hello',
          RestApiId: { Ref: 'ApiGatewayRestApi' },
        },
      },
      ApiGatewayMethodHelloGet: {
        Type: 'AWS::ApiGateway::Method',
        DependsOn: ['HelloLambdaPermissionApiGateway'],
        Properties: {
          HttpMethod: 'GET',
          RequestParameters: {},
          ResourceId: { Ref: 'ApiGatewayResourceHello' },
          RestApiId: { Ref: 'ApiGatewayRestApi' },
          ApiKeyRequired: false,
          AuthorizationType: 'NONE',
          Integration: {
            IntegrationHttpMethod: 'POST',
            Type: 'AWS_PROXY',
            Uri: {
              'Fn::Join': [
                '',
                [
                  'arn:',
                  { Ref: 'AWS::Partition' },
                  ':apigateway:',
                  { Ref: 'AWS::Region' },
                  ':lambda:path/2015-03-31/functions/',
                  { 'Fn::GetAtt': ['HelloLambdaFunction', 'Arn'] },
                  '/invocations',
                ],
              ],
            },
          },
          MethodResponses: [],
        },
      },
      [`ApiGatewayDeployment${deployment}`]: {
        Type: 'AWS::ApiGateway::Deployment',
        Properties: { RestApiId: { Ref: 'ApiGatewayRestApi' }, StageName: 'dev' },
        DependsOn: ['ApiGatewayMethodHelloGet'],
      },
      HelloLambdaPermissionApiGateway: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          FunctionName: { 'Fn::GetAtt': ['HelloLambdaFunction', 'Arn'] },
          Action: 'lambda:InvokeFunction',
          Principal: 'apigateway.amazonaws.com',
          SourceArn: {
            'Fn::Sub': 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${ApiGatewayRestApi}/*/*',
          },
        },
      },
    } as Record<string, unknown>,
    Outputs: { Api: { Value: { Ref: 'ApiGatewayRestApi' } } },
  };
}

test('The resources of a serverless.yml with an http event answer over HTTP, through redeployment, rollback and removal.', async () => {
  await using platform = await startTestPlatform();
  const stacks = new Stacks(platform);
  const gateway = new APIGateway(platform.client);
  const created = await stacks.create('app-dev', restApi('one', '1'));
  assert.equal(created.StackStatus, 'CREATE_COMPLETE', (await stacks.events(created.StackId!)).join('\n'));
  const { Api } = stacks.outputs(created);
  const get = async () => (await fetch(`${platform.endpoint}/_aws/execute-api/${Api}/dev/hello`)).text();
  assert.equal(await get(), 'one');
  const stage = async () => (await gateway.getStage({ restApiId: Api!, stageName: 'dev' })).deploymentId;
  const first = await stage();

  const bad = restApi('three', '2');
  bad.Resources.Bad = {
    Type: 'AWS::Logs::LogGroup',
    Properties: { LogGroupName: '!' },
    DependsOn: 'ApiGatewayDeployment2',
  };
  const failed = await stacks.update('app-dev', bad);
  assert.equal(failed.StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
  assert.equal(await stage(), first, 'the stage is back on the deployment that it had');
  assert.equal(await get(), 'one');

  const updated = await stacks.update('app-dev', restApi('two', '3'));
  assert.equal(updated.StackStatus, 'UPDATE_COMPLETE', (await stacks.events(created.StackId!)).join('\n'));
  assert.equal(await get(), 'two');
  assert.equal((await gateway.getDeployments({ restApiId: Api! })).items!.length, 1);

  assert.equal((await stacks.delete('app-dev')).StackStatus, 'DELETE_COMPLETE');
  assert.deepEqual((await gateway.getRestApis({})).items ?? [], []);
  assert.deepEqual((await new S3(platform.client).listBuckets({})).Buckets ?? [], []);
});

test('Layers, versions, aliases, policies and the other parts of an API are made, changed and removed.', async () => {
  await using platform = await startTestPlatform();
  const stacks = new Stacks(platform);
  const s3 = new S3({ ...platform.client, forcePathStyle: true });
  const lambda = new Lambda(platform.client);
  await s3.createBucket({ Bucket: 'code' });
  for (const version of ['one', 'two']) {
    const source = `exports.handler = async () => require('/opt/nodejs/said.js') + '${version}'`;
    await s3.putObject({ Bucket: 'code', Key: `${version}.zip`, Body: zipSync({ 'index.js': Buffer.from(source) }) });
  }
  const layer = zipSync({ 'nodejs/said.js': Buffer.from("module.exports = 'said '") });
  await s3.putObject({ Bucket: 'code', Key: 'layer.zip', Body: layer });
  const template = (version: string, changed = '') => ({
    Resources: {
      Role: ROLE,
      Policy: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          PolicyName: 'logs',
          Roles: [{ Ref: 'Role' }],
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: `logs:*${changed && 'Events'}`, Resource: '*' }],
          },
        },
      },
      Managed: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: {
          Groups: [{ Ref: 'Group' }],
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: `s3:Get*${changed}`, Resource: '*' }],
          },
        },
      },
      Group: { Type: 'AWS::IAM::Group', Properties: {} },
      User: { Type: 'AWS::IAM::User', Properties: { Groups: [{ Ref: 'Group' }] } },
      Key: {
        Type: 'AWS::IAM::AccessKey',
        Properties: { UserName: { Ref: 'User' }, Status: changed ? 'Inactive' : 'Active' },
      },
      Layer: {
        Type: 'AWS::Lambda::LayerVersion',
        Properties: { LayerName: 'said', Content: { S3Bucket: 'code', S3Key: 'layer.zip' } },
      },
      LayerPermission: {
        Type: 'AWS::Lambda::LayerVersionPermission',
        Properties: { Action: 'lambda:GetLayerVersion', LayerVersionArn: { Ref: 'Layer' }, Principal: '*' },
      },
      Function: functionResource('', {
        FunctionName: 'speaker',
        Code: { S3Bucket: 'code', S3Key: `${version}.zip` },
        Layers: [{ Ref: 'Layer' }],
      }),
      [`Version${version}`]: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Function' } } },
      Live: {
        Type: 'AWS::Lambda::Alias',
        Properties: {
          FunctionName: { Ref: 'Function' },
          FunctionVersion: { 'Fn::GetAtt': [`Version${version}`, 'Version'] },
          Name: 'live',
        },
      },
      Api: {
        Type: 'AWS::ApiGateway::RestApi',
        Properties: {
          Name: `api${changed}`,
          Body: {
            swagger: '2.0',
            info: { title: 'api', version: '1' },
            paths: {
              '/ping': {
                get: {
                  'x-amazon-apigateway-integration': {
                    type: 'mock',
                    requestTemplates: { 'application/json': '{"statusCode": 200}' },
                    responses: { default: { statusCode: '200' } },
                  },
                  responses: { 200: { description: 'pong' } },
                },
              },
            },
          },
        },
      },
      Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' } } },
      Stage: {
        Type: 'AWS::ApiGateway::Stage',
        Properties: {
          RestApiId: { Ref: 'Api' },
          DeploymentId: { Ref: 'Deployment' },
          StageName: 'prod',
          Variables: { version },
        },
      },
      Validator: {
        Type: 'AWS::ApiGateway::RequestValidator',
        Properties: { RestApiId: { Ref: 'Api' }, Name: 'all', ValidateRequestParameters: changed === '' },
      },
      Model: {
        Type: 'AWS::ApiGateway::Model',
        Properties: { RestApiId: { Ref: 'Api' }, Schema: { type: changed ? 'array' : 'object' } },
      },
      NotFound: {
        Type: 'AWS::ApiGateway::GatewayResponse',
        Properties: {
          RestApiId: { Ref: 'Api' },
          ResponseType: 'RESOURCE_NOT_FOUND',
          StatusCode: changed ? '410' : '404',
        },
      },
      ApiKey: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: changed === '' } },
      Plan: {
        Type: 'AWS::ApiGateway::UsagePlan',
        Properties: {
          ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: { Ref: 'Stage' } }],
          Throttle: { BurstLimit: changed ? 5 : 4, RateLimit: 2 },
        },
      },
      PlanKey: {
        Type: 'AWS::ApiGateway::UsagePlanKey',
        Properties: { KeyId: { Ref: 'ApiKey' }, KeyType: 'API_KEY', UsagePlanId: { Ref: 'Plan' } },
      },
      Nothing: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
      Metadata: { Type: 'AWS::CDK::Metadata', Properties: { Analytics: 'v2' } },
    },
  });
  const said = async () => {
    const { Payload } = await lambda.invoke({ FunctionName: 'speaker', Qualifier: 'live' });
    return JSON.parse(Payload!.transformToString()) as string;
  };
  const created = await stacks.create('app', template('one'));
  assert.equal(created.StackStatus, 'CREATE_COMPLETE', (await stacks.events(created.StackId!)).join('\n'));
  assert.equal(await said(), 'said one');
  const updated = await stacks.update('app', template('two', 'x'));
  assert.equal(updated.StackStatus, 'UPDATE_COMPLETE', (await stacks.events(created.StackId!)).join('\n'));
  assert.equal(await said(), 'said two');
  const { Versions } = await lambda.listVersionsByFunction({ FunctionName: 'speaker' });
  assert.deepEqual(
    Versions!.map((it) => it.Version),
    ['$LATEST', '2'],
  );
  const deleted = await stacks.delete('app');
  assert.equal(deleted.StackStatus, 'DELETE_COMPLETE', (await stacks.events(created.StackId!)).join('\n'));
});
