import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as sdk from '@aws-sdk/client-api-gateway';
import { startTestPlatform, type TestPlatform } from '../../testing/test-platform.ts';

let platform: TestPlatform;
let client: sdk.APIGatewayClient;

before(async () => {
  platform = await startTestPlatform();
  client = new sdk.APIGatewayClient(platform.client);
});

after(async () => {
  client.destroy();
  await platform[Symbol.asyncDispose]();
});

async function newApi(): Promise<{ restApiId: string; resourceId: string }> {
  const { id, rootResourceId } = await client.send(new sdk.CreateRestApiCommand({ name: 'api' }));
  return { restApiId: id!, resourceId: rootResourceId! };
}

async function refused(sending: Promise<unknown>, name: string, message: string): Promise<void> {
  await assert.rejects(sending, { name, message });
}

test('a model that a method or another model refers to cannot be deleted', async () => {
  const { restApiId, resourceId } = await newApi();
  const make = (name: string, schema: object) =>
    client.send(
      new sdk.CreateModelCommand({
        restApiId,
        name,
        contentType: 'application/json',
        schema: JSON.stringify(schema),
      }),
    );
  const url = (name: string) => `https://apigateway.amazonaws.com/restapis/${restApiId}/models/${name}`;
  await make('Pet', { type: 'object', properties: { parent: { $ref: url('Pet') } } });
  await make('Pets', { type: 'array', items: { $ref: url('Pet') } });
  const remove = (modelName: string) => client.send(new sdk.DeleteModelCommand({ restApiId, modelName }));
  const inUse = (name: string, by: string) =>
    refused(remove(name), 'ConflictException', `Cannot delete model '${name}', is referenced in ${by}`);
  await inUse('Pet', 'model: Pets');
  const at = { restApiId, resourceId, httpMethod: 'POST' };
  const requestModels = { 'application/json': 'Pets' };
  await client.send(new sdk.PutMethodCommand({ ...at, authorizationType: 'NONE', requestModels }));
  await inUse('Pets', 'method request: //POST');
  const patchOperations = [{ op: 'remove', path: '/requestModels/application~1json' } as const];
  await client.send(new sdk.UpdateMethodCommand({ ...at, patchOperations }));
  const response = { ...at, statusCode: '200' };
  await client.send(new sdk.PutMethodResponseCommand({ ...response, responseModels: requestModels }));
  await inUse('Pets', 'method response: //POST');
  await client.send(new sdk.DeleteMethodResponseCommand(response));
  await remove('Pets');
  await remove('Pet');
});

test('an authorizer that a method asks cannot be deleted', async () => {
  const { restApiId, resourceId } = await newApi();
  const { id: authorizerId } = await client.send(
    new sdk.CreateAuthorizerCommand({
      restApiId,
      name: 'a',
      type: 'TOKEN',
      authorizerUri:
        'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:a/invocations',
      identitySource: 'method.request.header.Authorization',
    }),
  );
  const at = { restApiId, resourceId, httpMethod: 'GET' };
  await client.send(new sdk.PutMethodCommand({ ...at, authorizationType: 'CUSTOM', authorizerId }));
  const remove = () => client.send(new sdk.DeleteAuthorizerCommand({ restApiId, authorizerId }));
  await refused(
    remove(),
    'ConflictException',
    `Cannot delete authorizer '${authorizerId}', is referenced in method: GET//`,
  );
  await client.send(new sdk.DeleteMethodCommand(at));
  await remove();
});
