import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as sdk from '@aws-sdk/client-api-gateway';
import { RestApiFixture } from '../../gateway/execute-api/rest-api.fixture.ts';

/** As SAM's transform writes it. */
function swagger(uri: string) {
  const integration = { type: 'aws_proxy', httpMethod: 'POST', uri };
  return {
    swagger: '2.0',
    info: { version: '1.0', title: 'sam-app' },
    basePath: '/base',
    'x-amazon-apigateway-binary-media-types': ['image/png'],
    'x-amazon-apigateway-gateway-responses': {
      DEFAULT_4XX: { responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" } },
    },
    securityDefinitions: {
      api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
      guard: {
        type: 'apiKey',
        name: 'Authorization',
        in: 'header',
        'x-amazon-apigateway-authtype': 'custom',
        'x-amazon-apigateway-authorizer': { type: 'token', authorizerUri: uri, authorizerResultTtlInSeconds: 60 },
      },
    },
    paths: {
      '/hello': {
        get: { 'x-amazon-apigateway-integration': integration, responses: {} },
        options: {
          consumes: ['application/json'],
          produces: ['application/json'],
          'x-amazon-apigateway-integration': {
            type: 'mock',
            requestTemplates: { 'application/json': '{\n  "statusCode" : 200\n}\n' },
            responses: {
              default: {
                statusCode: '200',
                responseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'*'" },
                responseTemplates: { 'application/json': '{}\n' },
              },
            },
          },
          responses: { 200: { description: 'ok', headers: { 'Access-Control-Allow-Origin': { type: 'string' } } } },
        },
      },
      '/users/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, type: 'string' }],
        'x-amazon-apigateway-any-method': { 'x-amazon-apigateway-integration': integration, security: [{ guard: [] }] },
        delete: { 'x-amazon-apigateway-integration': integration, security: [{ api_key: [] }] },
      },
    },
  };
}

test('an API is imported from Swagger 2.0 and answers', async () => {
  await using api = await RestApiFixture.start();
  const uri = await api.function('hello', 'exports.handler = async (event) => ({ body: event.path })', false);
  const made = await api.client.send(
    new sdk.ImportRestApiCommand({
      body: Buffer.from(JSON.stringify(swagger(uri))),
      parameters: { endpointConfigurationTypes: 'REGIONAL' },
    }),
  );
  const restApiId = made.id!;
  assert.deepEqual([made.name, made.version, made.binaryMediaTypes], ['sam-app', '1.0', ['image/png']]);
  assert.deepEqual(made.endpointConfiguration?.types, ['REGIONAL']);
  await api.permit('hello', `arn:aws:execute-api:us-east-1:000000000000:${restApiId}/*/GET/hello`);
  const { items } = await api.client.send(new sdk.GetResourcesCommand({ restApiId, embed: ['methods'] }));
  const users = items!.find(({ path }) => path === '/users/{id}')!;
  assert.equal(users.resourceMethods!.ANY!.authorizationType, 'CUSTOM');
  assert.deepEqual(users.resourceMethods!.ANY!.requestParameters, { 'method.request.path.id': true });
  assert.equal(users.resourceMethods!.DELETE!.apiKeyRequired, true);
  const { items: authorizers } = await api.client.send(new sdk.GetAuthorizersCommand({ restApiId }));
  assert.equal(authorizers![0]!.identitySource, 'method.request.header.Authorization');
  await api.client.send(new sdk.CreateDeploymentCommand({ restApiId, stageName: 'Prod' }));
  const at = `${api.platform.endpoint}/_aws/execute-api/${restApiId}/Prod`;
  assert.equal(await (await fetch(`${at}/hello`)).text(), '/hello');
  const preflight = await fetch(`${at}/hello`, { method: 'OPTIONS' });
  assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
  const refused = await fetch(`${at}/users/1`);
  assert.equal(refused.status, 401);
  assert.equal(refused.headers.get('access-control-allow-origin'), '*');
});

const OPENAPI = `
openapi: 3.0.1
info: { title: shop, version: '2' }
servers: [{ url: 'https://api.example.com/{basePath}', variables: { basePath: { default: /v1 } } }]
x-amazon-apigateway-request-validators:
  params: { validateRequestParameters: true, validateRequestBody: false }
x-amazon-apigateway-request-validator: params
components:
  schemas:
    Pet: { type: object, properties: { name: { type: string } } }
  parameters:
    page: { name: page, in: query, required: true, schema: { type: string } }
paths:
  /pets:
    get:
      parameters: [{ $ref: '#/components/parameters/page' }]
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses: { default: { statusCode: 200, responseTemplates: { application/json: '{"pets":[]}' } } }
`;

test('an API is put from OpenAPI 3.0 in YAML: merged, or in the place of what was there', async () => {
  await using api = await RestApiFixture.start();
  await api.method('GET', '/old', { type: 'MOCK' });
  const put = (mode: sdk.PutMode, parameters = {}) =>
    api.client.send(new sdk.PutRestApiCommand({ restApiId: api.id, mode, body: Buffer.from(OPENAPI), parameters }));
  const paths = async () => {
    const { items } = await api.client.send(new sdk.GetResourcesCommand({ restApiId: api.id }));
    return items!.map(({ path }) => path!).toSorted();
  };
  assert.equal((await put('merge')).name, 'shop');
  assert.deepEqual(await paths(), ['/', '/old', '/pets']);
  await put('overwrite', { basepath: 'prepend' });
  assert.deepEqual(await paths(), ['/', '/v1', '/v1/pets']);
  assert.equal((await api.client.send(new sdk.GetModelCommand({ restApiId: api.id, modelName: 'Pet' }))).name, 'Pet');
  await api.deploy();
  const missing = await api.fetch('/v1/pets');
  assert.deepEqual(await missing.json(), { message: 'Missing required request parameters: [page]' });
  assert.deepEqual(await (await api.fetch('/v1/pets?page=1')).json(), { pets: [] });
});

const MODELS = `
openapi: 3.0.1
info: { title: shop, version: '2' }
x-amazon-apigateway-request-validators: { body: { validateRequestBody: true } }
x-amazon-apigateway-request-validator: body
components:
  schemas:
    Owner: { type: object, properties: { pets: { type: array, minItems: 1, items: { $ref: '#/components/schemas/Pet' } } } }
    Pet:
      type: object
      required: [name]
      properties: { name: { type: string, example: Rex, nullable: true }, owner: { $ref: '#/components/schemas/Owner' } }
paths:
  /owners:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Owner' } } } }
      x-amazon-apigateway-integration: &mock
        type: mock
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses: { default: { statusCode: 200 } }
  /inline:
    post:
      requestBody: { content: { application/json: { schema: { type: object, required: [a] } } } }
      x-amazon-apigateway-integration: *mock
`;

test("a description's schemas become models that refer to one another, and bodies are validated against them", async () => {
  await using api = await RestApiFixture.start();
  const restApiId = api.id;
  await api.client.send(new sdk.PutRestApiCommand({ restApiId, mode: 'merge', body: Buffer.from(MODELS) }));
  const url = (name: string) => `https://apigateway.amazonaws.com/restapis/${restApiId}/models/${name}`;
  const { schema } = await api.client.send(new sdk.GetModelCommand({ restApiId, modelName: 'Owner' }));
  assert.deepEqual(JSON.parse(schema!), {
    type: 'object',
    properties: { pets: { type: 'array', items: { $ref: url('Pet') } } },
  });
  await api.deploy();
  const headers = { 'content-type': 'application/json' };
  const post = async (path: string, body: unknown) =>
    (await api.fetch(path, { method: 'POST', body: JSON.stringify(body), headers })).status;
  assert.equal(await post('/owners', { pets: [{ name: 'Rex', owner: { pets: [] } }] }), 200);
  assert.equal(await post('/owners', { pets: [{ name: 'Rex', owner: { pets: [{}] } }] }), 400);
  assert.deepEqual([await post('/inline', { a: 1 }), await post('/inline', {})], [200, 400]);
});

test('a description that is none, or asks for what is not honoured, is refused', async () => {
  await using api = await RestApiFixture.start();
  const put = (body: string) =>
    api.client.send(new sdk.PutRestApiCommand({ restApiId: api.id, mode: 'merge', body: Buffer.from(body) }));
  for (const wrong of ['[]', '{"openapi":"2.9"}', ': :'])
    await assert.rejects(put(wrong), { name: 'BadRequestException' });
  const base = { openapi: '3.0.0', info: { title: 'x' } };
  const policy = JSON.stringify({ ...base, 'x-amazon-apigateway-policy': {} });
  await assert.rejects(put(policy), { name: 'NotImplemented' });
});
