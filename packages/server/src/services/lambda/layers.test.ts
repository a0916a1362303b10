import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  AddLayerVersionPermissionCommand,
  CreateFunctionCommand,
  DeleteLayerVersionCommand,
  GetLayerVersionByArnCommand,
  GetLayerVersionCommand,
  GetLayerVersionPolicyCommand,
  type LambdaClient,
  ListLayersCommand,
  ListLayerVersionsCommand,
  PublishLayerVersionCommand,
  RemoveLayerVersionPermissionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { functionInput, LambdaPlatform, zipOf } from './testing/lambda-platform.ts';

let platform: LambdaPlatform;
let lambda: LambdaClient;
const ARN = 'arn:aws:lambda:us-east-1:000000000000:layer:tools';

before(async () => {
  platform = await LambdaPlatform.start();
  lambda = platform.client();
});

after(() => platform.stop());

test('every publication is a new version, of identical content, too', async () => {
  const input = {
    LayerName: 'tools',
    Content: { ZipFile: zipOf('x', 'nodejs/tool.js') },
    CompatibleRuntimes: ['nodejs22.x' as const],
  };
  const first = await lambda.send(new PublishLayerVersionCommand({ ...input, Description: 'd', LicenseInfo: 'MIT' }));
  assert.deepEqual(
    [first.$metadata.httpStatusCode, first.Version, first.LayerArn, first.LayerVersionArn],
    [201, 1, ARN, `${ARN}:1`],
  );
  assert.equal((await lambda.send(new PublishLayerVersionCommand(input))).Version, 2);
  const found = await lambda.send(new GetLayerVersionCommand({ LayerName: 'tools', VersionNumber: 1 }));
  assert.deepEqual([found.Description, found.LicenseInfo, found.CompatibleRuntimes], ['d', 'MIT', ['nodejs22.x']]);
  const download = await fetch(found.Content!.Location!);
  assert.deepEqual(new Uint8Array(await download.arrayBuffer()), new Uint8Array(input.Content.ZipFile));
  assert.equal((await lambda.send(new GetLayerVersionByArnCommand({ Arn: `${ARN}:2` }))).Version, 2);
});

test('layers are listed with their newest version that matches', async () => {
  await lambda.send(
    new PublishLayerVersionCommand({
      LayerName: 'python',
      Content: { ZipFile: zipOf() },
      CompatibleRuntimes: ['python3.13'],
    }),
  );
  const newest = async (filter: object) =>
    (await lambda.send(new ListLayersCommand(filter))).Layers!.map(
      (layer) => `${layer.LayerName}:${layer.LatestMatchingVersion!.Version}`,
    );
  assert.deepEqual(await newest({}), ['python:1', 'tools:2']);
  assert.deepEqual(await newest({ CompatibleRuntime: 'nodejs22.x' }), ['tools:2']);
  const versions = await lambda.send(new ListLayerVersionsCommand({ LayerName: 'tools', MaxItems: 1 }));
  const rest = await lambda.send(new ListLayerVersionsCommand({ LayerName: 'tools', Marker: versions.NextMarker }));
  assert.deepEqual(
    [...versions.LayerVersions!, ...rest.LayerVersions!].map((layer) => layer.Version),
    [2, 1],
  );
});

test('a function refers to layers, and keeps working when their versions are deleted', async () => {
  await lambda.send(new CreateFunctionCommand({ ...functionInput('hello'), Layers: [`${ARN}:1`] }));
  await platform.settled();
  await lambda.send(new DeleteLayerVersionCommand({ LayerName: 'tools', VersionNumber: 1 }));
  await lambda.send(new DeleteLayerVersionCommand({ LayerName: 'tools', VersionNumber: 2 }));
  const updated = await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'hello', Timeout: 9 }));
  assert.deepEqual(updated.Layers, [{ Arn: `${ARN}:1`, CodeSize: zipOf('x', 'nodejs/tool.js').length }]);
  await platform.settled();
  await assert.rejects(
    lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'hello', Layers: [`${ARN}:1`] })),
    {
      name: 'InvalidParameterValueException',
      message: `Layer version ${ARN}:1 does not exist.`,
    },
  );
  await assert.rejects(lambda.send(new GetLayerVersionCommand({ LayerName: 'tools', VersionNumber: 1 })), {
    name: 'ResourceNotFoundException',
    message: 'The resource you requested does not exist.',
  });
  assert.equal(
    (await lambda.send(new PublishLayerVersionCommand({ LayerName: 'tools', Content: { ZipFile: zipOf() } }))).Version,
    3,
  );
});

test('another account sees a layer when its policy says so', async () => {
  const stranger = platform.client('111111111111');
  const get = () => stranger.send(new GetLayerVersionByArnCommand({ Arn: `${ARN}:3` }));
  await assert.rejects(get(), { name: 'AccessDeniedException' });
  const version = { LayerName: 'tools', VersionNumber: 3 };
  await assert.rejects(lambda.send(new GetLayerVersionPolicyCommand(version)), { name: 'ResourceNotFoundException' });
  const added = await lambda.send(
    new AddLayerVersionPermissionCommand({
      ...version,
      StatementId: 'share',
      Action: 'lambda:GetLayerVersion',
      Principal: '111111111111',
    }),
  );
  assert.equal((await get()).Version, 3);
  const { Policy, RevisionId } = await lambda.send(new GetLayerVersionPolicyCommand(version));
  assert.deepEqual(JSON.parse(Policy!).Statement, [JSON.parse(added.Statement!)]);
  await lambda.send(new RemoveLayerVersionPermissionCommand({ ...version, StatementId: 'share', RevisionId }));
  await assert.rejects(get(), { name: 'AccessDeniedException' });
});
