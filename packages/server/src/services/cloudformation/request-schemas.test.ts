import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestPlatform } from '../../testing/test-platform.ts';
import { functionResource, ROLE, Stacks } from './testing/stacks.ts';

const REST_API = { Ref: 'ApiGatewayRestApi' };

/** What osls 3.63.2 writes for `request.schemas` of an http event, one of the provider's and one in place. */
function requestSchemas(required: string, deployment: string) {
  const Schema = {
    $schema: 'http://json-schema.org/draft-04/schema#',
    title: 'Pet',
    type: 'object',
    required: [required],
    properties: { name: { type: 'string', minLength: 1 } },
  };
  return {
    Resources: {
      Role: ROLE,
      CreateLambdaFunction: functionResource('exports.handler = async (event) => ({ body: event.body })'),
      CreateLambdaPermissionApiGateway: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          FunctionName: { 'Fn::GetAtt': ['CreateLambdaFunction', 'Arn'] },
          Action: 'lambda:InvokeFunction',
          Principal: 'apigateway.amazonaws.com',
        },
      },
      ApiGatewayRestApi: {
        Type: 'AWS::ApiGateway::RestApi',
        Properties: { Name: 'dev-shop', EndpointConfiguration: { Types: ['EDGE'] }, Policy: '' },
      },
      ApiGatewayResourcePets: {
        Type: 'AWS::ApiGateway::Resource',
        Properties: {
          ParentId: { 'Fn::GetAtt': ['ApiGatewayRestApi', 'RootResourceId'] },
          PathPart: 'pets',
          RestApiId: REST_API,
        },
      },
      ApiGatewayMethodPetsPost: {
        Type: 'AWS::ApiGateway::Method',
        DependsOn: ['CreateLambdaPermissionApiGateway'],
        Properties: {
          HttpMethod: 'POST',
          RequestParameters: { 'method.request.querystring.dry': true },
          ResourceId: { Ref: 'ApiGatewayResourcePets' },
          RestApiId: REST_API,
          ApiKeyRequired: false,
          AuthorizationType: 'NONE',
          Integration: {
            IntegrationHttpMethod: 'POST',
            Type: 'AWS_PROXY',
            Uri: {
              'Fn::Sub':
                'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${CreateLambdaFunction.Arn}/invocations',
            },
          },
          MethodResponses: [],
          RequestValidatorId: { Ref: 'ApiGatewayShopRequestValidator' },
          RequestModels: {
            'application/json': { Ref: 'ApiGatewayPetModelModel' },
            'application/vnd.shop+json': { Ref: 'ApiGatewayMethodPetsPostApplicationVndShopJsonModel' },
          },
        },
      },
      ApiGatewayShopRequestValidator: {
        Type: 'AWS::ApiGateway::RequestValidator',
        Properties: {
          RestApiId: REST_API,
          ValidateRequestBody: true,
          ValidateRequestParameters: true,
          Name: 'shop-dev | Validate request body and querystring parameters',
        },
      },
      ApiGatewayPetModelModel: {
        Type: 'AWS::ApiGateway::Model',
        Properties: {
          RestApiId: REST_API,
          Schema,
          ContentType: 'application/json',
          Name: 'PetModel',
          Description: 'A pet',
        },
      },
      ApiGatewayMethodPetsPostApplicationVndShopJsonModel: {
        Type: 'AWS::ApiGateway::Model',
        Properties: { RestApiId: REST_API, ContentType: 'application/vnd.shop+json', Schema },
      },
      [`ApiGatewayDeployment${deployment}`]: {
        Type: 'AWS::ApiGateway::Deployment',
        Properties: { RestApiId: REST_API, StageName: 'dev' },
        DependsOn: ['ApiGatewayMethodPetsPost'],
      },
    },
    Outputs: { Api: { Value: REST_API } },
  };
}

test("A serverless.yml's request.schemas refuse bodies that do not adhere, and change with the next deployment.", async () => {
  await using platform = await startTestPlatform();
  const stacks = new Stacks(platform);
  const created = await stacks.create('shop-dev', requestSchemas('name', '1'));
  assert.equal(created.StackStatus, 'CREATE_COMPLETE', (await stacks.events(created.StackId!)).join('\n'));
  const { Api } = stacks.outputs(created);
  const post = async (body: object, query = '?dry=1', type = 'application/json') => {
    const init = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': type } };
    return (await fetch(`${platform.endpoint}/_aws/execute-api/${Api}/dev/pets${query}`, init)).text();
  };
  assert.equal(await post({ name: 'Rex' }), '{"name":"Rex"}');
  assert.equal(await post({ name: '' }), '{"message":"Invalid request body"}');
  assert.equal(await post({}, '?dry=1', 'application/vnd.shop+json'), '{"message":"Invalid request body"}');
  assert.equal(await post({}, ''), '{"message":"Missing required request parameters: [dry]"}');

  const updated = await stacks.update('shop-dev', requestSchemas('age', '2'));
  assert.equal(updated.StackStatus, 'UPDATE_COMPLETE', (await stacks.events(created.StackId!)).join('\n'));
  assert.equal(await post({ name: 'Rex' }), '{"message":"Invalid request body"}');
  assert.equal(await post({ age: 3 }), '{"age":3}');
  assert.equal((await stacks.delete('shop-dev')).StackStatus, 'DELETE_COMPLETE');
});
