import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CreateRepositoryCommand, DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { startTestPlatform } from '../../testing/test-platform.ts';

test('there are no repositories, and nothing pretends to make one', async () => {
  await using platform = await startTestPlatform();
  const ecr = new ECRClient(platform.client);
  assert.deepEqual((await ecr.send(new DescribeRepositoriesCommand({}))).repositories, []);
  await assert.rejects(ecr.send(new DescribeRepositoriesCommand({ repositoryNames: ['serverless-hello-dev'] })), {
    name: 'RepositoryNotFoundException',
    message: "The repository with name 'serverless-hello-dev' does not exist in the registry with id '000000000000'",
  });
  await assert.rejects(ecr.send(new CreateRepositoryCommand({ repositoryName: 'a-repository' })), {
    name: 'NotImplemented',
  });
  ecr.destroy();
});
