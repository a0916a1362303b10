import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as sdk from '@aws-sdk/client-api-gateway';
import { ApiGatewayTests, refused } from './apigateway.fixture.ts';

/** `databaseUrl`: a fresh database, or none for the embedded one. */
export function apisContract(databaseUrl: () => Promise<string | undefined>): void {
  describe('APIs, resources, methods and stages', () => {
    const gateway = new ApiGatewayTests(databaseUrl);

    test('an API is made, read, changed, listed and deleted', async () => {
      const made = await gateway.client.send(
        new sdk.CreateRestApiCommand({
          name: 'shop',
          description: 'of things',
          binaryMediaTypes: ['image/png'],
          endpointConfiguration: { types: ['REGIONAL'] },
          tags: { team: 'a' },
        }),
      );
      assert.match(made.id!, /^[a-z0-9]{10}$/);
      assert.match(made.rootResourceId!, /^[a-z0-9]{10}$/);
      const restApiId = made.id!;
      const patchOperations: sdk.PatchOperation[] = [
        { op: 'replace', path: '/name', value: 'store' },
        { op: 'add', path: '/binaryMediaTypes/image~1gif' },
        { op: 'remove', path: '/binaryMediaTypes/image~1png' },
        { op: 'replace', path: '/endpointConfiguration/types/REGIONAL', value: 'EDGE' },
      ];
      await gateway.client.send(new sdk.UpdateRestApiCommand({ restApiId, patchOperations }));
      const { $metadata: _, ...api } = await gateway.client.send(new sdk.GetRestApiCommand({ restApiId }));
      assert.ok(api.createdDate instanceof Date);
      assert.deepEqual(
        { ...api, createdDate: undefined },
        {
          id: restApiId,
          name: 'store',
          description: 'of things',
          createdDate: undefined,
          apiKeySource: 'HEADER',
          binaryMediaTypes: ['image/gif'],
          endpointConfiguration: { types: ['EDGE'], ipAddressType: 'ipv4' },
          disableExecuteApiEndpoint: false,
          rootResourceId: made.rootResourceId,
          tags: { team: 'a' },
        },
      );
      const { items } = await gateway.client.send(new sdk.GetRestApisCommand({ limit: 500 }));
      assert.ok(items!.some(({ id }) => id === restApiId));
      await gateway.client.send(new sdk.DeleteRestApiCommand({ restApiId }));
      const text = `Invalid API identifier specified 000000000000:${restApiId}`;
      await refused(gateway.client.send(new sdk.GetRestApiCommand({ restApiId })), 'NotFoundException', text);
      await refused(gateway.client.send(new sdk.DeleteRestApiCommand({ restApiId })), 'NotFoundException', text);
    });

    test('an API belongs to its account and region', async () => {
      const { restApiId } = await gateway.newApi();
      for (const configuration of [
        gateway.platform.clientFor('111111111111'),
        gateway.platform.clientFor('000000000000', 'eu-west-1'),
      ]) {
        const other = new sdk.APIGatewayClient(configuration);
        await assert.rejects(other.send(new sdk.GetRestApiCommand({ restApiId })), { name: 'NotFoundException' });
        other.destroy();
      }
    });

    test('what is not honoured is refused by name', async () => {
      await refused(
        gateway.client.send(new sdk.CreateRestApiCommand({ name: 'x', policy: '{}' })),
        'NotImplemented',
        /policy/,
      );
      await refused(
        gateway.client.send(new sdk.CreateRestApiCommand({ name: 'x', minimumCompressionSize: 0 })),
        'NotImplemented',
        /minimumCompressionSize/,
      );
      await refused(gateway.client.send(new sdk.GetDomainNamesCommand({})), 'NotImplemented', /GetDomainNames/);
    });

    test('lists come in pages', async () => {
      const { restApiId, rootId } = await gateway.newApi();
      for (const pathPart of ['a', 'b', 'c', 'd']) {
        await gateway.client.send(new sdk.CreateResourceCommand({ restApiId, parentId: rootId, pathPart }));
      }
      const seen: string[] = [];
      for await (const page of sdk.paginateGetResources({ client: gateway.client, pageSize: 2 }, { restApiId })) {
        assert.ok(page.items!.length <= 2);
        seen.push(...page.items!.map(({ path }) => path!));
      }
      assert.deepEqual(seen.toSorted(), ['/', '/a', '/b', '/c', '/d']);
    });

    test('resources have one name under their parent, one variable, and nothing below a greedy one', async () => {
      const { restApiId, rootId } = await gateway.newApi();
      const create = (pathPart: string, parentId = rootId) =>
        gateway.client.send(new sdk.CreateResourceCommand({ restApiId, parentId, pathPart }));
      const users = await create('users');
      assert.equal(users.path, '/users');
      const id = await create('{id}', users.id);
      const orders = await create('orders', id.id);
      assert.equal(orders.path, '/users/{id}/orders');
      await refused(
        create('users'),
        'ConflictException',
        'Another resource with the same parent already has this name: users',
      );
      await refused(
        create('{other}', users.id),
        'BadRequestException',
        'A sibling ({id}) of this resource already has a variable path part -- only one is allowed',
      );
      await refused(create('a/b'), 'BadRequestException', /^Resource's path part only allow/);
      await refused(create('x', 'nosuch'), 'NotFoundException', 'Invalid Resource identifier specified');
      const greedy = await create('{proxy+}', orders.id);
      await refused(
        create('x', greedy.id),
        'BadRequestException',
        'Cannot create a child of a resource with a greedy path variable: {proxy+}',
      );
      const renamed = [{ op: 'replace', path: '/pathPart', value: 'people' }] as sdk.PatchOperation[];
      await gateway.client.send(
        new sdk.UpdateResourceCommand({ restApiId, resourceId: users.id, patchOperations: renamed }),
      );
      const moved = await gateway.client.send(new sdk.GetResourceCommand({ restApiId, resourceId: greedy.id }));
      assert.equal(moved.path, '/people/{id}/orders/{proxy+}');
      await gateway.client.send(new sdk.DeleteResourceCommand({ restApiId, resourceId: id.id }));
      const { items } = await gateway.client.send(new sdk.GetResourcesCommand({ restApiId }));
      assert.deepEqual(items!.map(({ path }) => path!).toSorted(), ['/', '/people']);
    });

    test('a method with its integration and responses reads as it was put', async () => {
      const { restApiId, rootId: resourceId } = await gateway.newApi();
      const at = { restApiId, resourceId, httpMethod: 'GET' };
      await refused(
        gateway.client.send(new sdk.GetMethodCommand(at)),
        'NotFoundException',
        'Invalid Method identifier specified',
      );
      await gateway.client.send(new sdk.PutMethodCommand({ ...at, authorizationType: 'none' }));
      await refused(
        gateway.client.send(new sdk.PutMethodCommand({ ...at, authorizationType: 'NONE' })),
        'ConflictException',
        'Method already exists for this resource',
      );
      await refused(
        gateway.client.send(new sdk.PutMethodCommand({ ...at, httpMethod: 'POST', authorizationType: 'CUSTOM' })),
        'BadRequestException',
        /^Invalid authorizer ID specified/,
      );
      await refused(
        gateway.client.send(new sdk.PutIntegrationCommand({ ...at, type: 'AWS_PROXY', uri: 'x' })),
        'BadRequestException',
        'Enumeration value for HttpMethod must be non-empty',
      );
      const sqs = 'arn:aws:apigateway:us-east-1:sqs:path/000000000000/queue';
      await refused(
        gateway.client.send(
          new sdk.PutIntegrationCommand({ ...at, type: 'AWS', integrationHttpMethod: 'POST', uri: sqs }),
        ),
        'NotImplemented',
        /service "sqs"/,
      );
      const template = { 'application/json': '{"statusCode": 200}' };
      await gateway.client.send(new sdk.PutIntegrationCommand({ ...at, type: 'MOCK', requestTemplates: template }));
      const response = { ...at, statusCode: '200' };
      await refused(
        gateway.client.send(new sdk.PutIntegrationResponseCommand(response)),
        'NotFoundException',
        'Invalid Response status code specified',
      );
      const parameter = 'method.response.header.X-A';
      await gateway.client.send(
        new sdk.PutMethodResponseCommand({ ...response, responseParameters: { [parameter]: true } }),
      );
      await gateway.client.send(
        new sdk.PutIntegrationResponseCommand({ ...response, responseParameters: { [parameter]: "'a'" } }),
      );
      const { $metadata: _, ...method } = await gateway.client.send(new sdk.GetMethodCommand(at));
      assert.deepEqual(method, {
        httpMethod: 'GET',
        authorizationType: 'NONE',
        apiKeyRequired: false,
        methodResponses: { 200: { statusCode: '200', responseParameters: { [parameter]: true } } },
        methodIntegration: {
          type: 'MOCK',
          requestTemplates: template,
          passthroughBehavior: 'WHEN_NO_MATCH',
          timeoutInMillis: 29_000,
          cacheNamespace: resourceId,
          cacheKeyParameters: [],
          integrationResponses: { 200: { statusCode: '200', responseParameters: { [parameter]: "'a'" } } },
        },
      });
      const patched = await gateway.client.send(
        new sdk.UpdateIntegrationCommand({
          ...at,
          patchOperations: [
            { op: 'replace', path: '/requestTemplates/application~1json', value: '{"statusCode": 204}' },
          ],
        }),
      );
      assert.deepEqual(patched.requestTemplates, { 'application/json': '{"statusCode": 204}' });
      await gateway.client.send(new sdk.DeleteIntegrationCommand(at));
      await refused(
        gateway.client.send(new sdk.GetIntegrationCommand(at)),
        'NotFoundException',
        /Invalid Integration identifier/,
      );
    });

    test('deployments and stages hold on to one another', async () => {
      const { restApiId, rootId: resourceId } = await gateway.newApi();
      const deploy = (stageName?: string) =>
        gateway.client.send(new sdk.CreateDeploymentCommand({ restApiId, stageName }));
      await refused(deploy('dev'), 'BadRequestException', "The REST API doesn't contain any methods");
      const at = { restApiId, resourceId, httpMethod: 'GET' };
      await gateway.client.send(new sdk.PutMethodCommand({ ...at, authorizationType: 'NONE' }));
      await refused(deploy('dev'), 'BadRequestException', 'No integration defined for method');
      await gateway.client.send(new sdk.PutIntegrationCommand({ ...at, type: 'MOCK' }));
      const first = await deploy('dev');
      const second = await deploy();
      await refused(
        gateway.client.send(new sdk.DeleteDeploymentCommand({ restApiId, deploymentId: first.id })),
        'BadRequestException',
        'Active stages pointing to this deployment must be moved or deleted',
      );
      await refused(
        gateway.client.send(new sdk.CreateStageCommand({ restApiId, stageName: 'dev', deploymentId: second.id })),
        'ConflictException',
        'Stage already exists',
      );
      const patchOperations: sdk.PatchOperation[] = [
        { op: 'replace', path: '/deploymentId', value: second.id },
        { op: 'replace', path: '/variables/name', value: 'value' },
        { op: 'replace', path: '/*/*/throttling/rateLimit', value: '5' },
        { op: 'replace', path: '/*/*/logging/loglevel', value: 'OFF' },
      ];
      const stage = await gateway.client.send(
        new sdk.UpdateStageCommand({ restApiId, stageName: 'dev', patchOperations }),
      );
      assert.deepEqual(stage.variables, { name: 'value' });
      assert.equal(stage.deploymentId, second.id);
      assert.equal(stage.methodSettings!['*/*']!.throttlingRateLimit, 5);
      for (const [path, value] of [
        ['/tracingEnabled', 'true'],
        ['/*/*/logging/loglevel', 'INFO'],
        ['/*/*/caching/enabled', 'true'],
        ['/accessLogSettings/destinationArn', 'arn:aws:logs:us-east-1:000000000000:log-group:x'],
      ]) {
        const patch: sdk.PatchOperation[] = [{ op: 'replace', path, value }];
        const update = new sdk.UpdateStageCommand({ restApiId, stageName: 'dev', patchOperations: patch });
        await assert.rejects(gateway.client.send(update), { name: 'NotImplemented' });
      }
      await gateway.client.send(new sdk.DeleteDeploymentCommand({ restApiId, deploymentId: first.id }));
      const summary = await gateway.client.send(
        new sdk.GetDeploymentCommand({ restApiId, deploymentId: second.id, embed: ['apisummary'] }),
      );
      assert.deepEqual(summary.apiSummary, { '/': { GET: { authorizationType: 'NONE', apiKeyRequired: false } } });
      await gateway.client.send(new sdk.DeleteStageCommand({ restApiId, stageName: 'dev' }));
      await refused(
        gateway.client.send(new sdk.GetStageCommand({ restApiId, stageName: 'dev' })),
        'NotFoundException',
        'Invalid stage identifier specified',
      );
    });
  });
}
