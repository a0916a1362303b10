import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  type LambdaClient,
  ListAliasesCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilPublishedVersionActive,
} from '@aws-sdk/client-lambda';
import { functionInput, LambdaPlatform, zipOf } from './testing/lambda-platform.ts';

let platform: LambdaPlatform;
let lambda: LambdaClient;
const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:hello';

before(async () => {
  platform = await LambdaPlatform.start();
  lambda = platform.client();
  await lambda.send(
    new CreateFunctionCommand({ ...functionInput('hello'), Environment: { Variables: { WHICH: 'one' } } }),
  );
  await platform.settled();
});

after(() => platform.stop());

async function invoke(
  qualifier: string,
): Promise<{ version: string; invokedArn: string; environment: Record<string, string> }> {
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: 'hello', Qualifier: qualifier }));
  return JSON.parse(Buffer.from(Payload!).toString());
}

test('a version is a copy under the next number, and unchanged code gives no new one', async () => {
  const before = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'hello' }));
  const first = await lambda.send(new PublishVersionCommand({ FunctionName: 'hello', Description: 'first' }));
  assert.deepEqual(
    [first.$metadata.httpStatusCode, first.Version, first.FunctionArn, first.Description, first.State],
    [201, '1', `${ARN}:1`, 'first', 'Active'],
  );
  assert.equal((await lambda.send(new PublishVersionCommand({ FunctionName: 'hello' }))).Version, '1');
  const latest = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'hello' }));
  assert.notEqual(latest.RevisionId, before.RevisionId);
  await lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName: 'hello', Environment: { Variables: { WHICH: 'two' } } }),
  );
  await platform.settled();
  assert.equal((await lambda.send(new PublishVersionCommand({ FunctionName: 'hello' }))).Version, '2');
  assert.deepEqual(
    [(await invoke('1')).environment, (await invoke('2')).environment],
    [{ WHICH: 'one' }, { WHICH: 'two' }],
  );
});

test('publishing with an update gives a Pending version that the waiter sees become Active', async () => {
  const published = await lambda.send(
    new UpdateFunctionCodeCommand({ FunctionName: 'hello', ZipFile: zipOf('three'), Publish: true }),
  );
  assert.deepEqual([published.Version, published.State, published.FunctionArn], ['3', 'Pending', `${ARN}:3`]);
  await waitUntilPublishedVersionActive(
    { client: lambda, maxWaitTime: 10, minDelay: 1, maxDelay: 1 },
    { FunctionName: 'hello', Qualifier: '3' },
  );
  await platform.settled();
});

test('PublishVersion checks the code and the revision that it is told', async () => {
  const { CodeSha256 } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'hello' }));
  await assert.rejects(lambda.send(new PublishVersionCommand({ FunctionName: 'hello', CodeSha256: 'x' })), {
    name: 'InvalidParameterValueException',
    message: `CodeSHA256 (x) is different from current CodeSHA256 in $LATEST (${CodeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
  });
  await assert.rejects(lambda.send(new PublishVersionCommand({ FunctionName: 'hello', RevisionId: 'x' })), {
    name: 'PreconditionFailedException',
  });
});

test('versions are listed after $LATEST, page by page', async () => {
  const first = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName: 'hello', MaxItems: 2 }));
  const rest = await lambda.send(
    new ListVersionsByFunctionCommand({ FunctionName: 'hello', Marker: first.NextMarker }),
  );
  assert.deepEqual(
    [...first.Versions!, ...rest.Versions!].map((version) => version.Version),
    ['$LATEST', '1', '2', '3'],
  );
});

test('an alias resolves to its version, and the context keeps the name the caller used', async () => {
  const created = await lambda.send(
    new CreateAliasCommand({ FunctionName: 'hello', Name: 'live', FunctionVersion: '1', Description: 'd' }),
  );
  const { $metadata: _, RevisionId, ...alias } = created;
  assert.deepEqual(alias, { AliasArn: `${ARN}:live`, Name: 'live', FunctionVersion: '1', Description: 'd' });
  const { version, invokedArn, environment } = await invoke('live');
  assert.deepEqual(
    { version, invokedArn, environment },
    { version: '1', invokedArn: `${ARN}:live`, environment: { WHICH: 'one' } },
  );
  const moved = await lambda.send(
    new UpdateAliasCommand({ FunctionName: 'hello', Name: 'live', FunctionVersion: '2', RevisionId }),
  );
  assert.notEqual(moved.RevisionId, RevisionId);
  assert.equal((await invoke('live')).version, '2');
});

test('a weighted alias sends its share to the second version', async () => {
  await lambda.send(
    new UpdateAliasCommand({
      FunctionName: 'hello',
      Name: 'live',
      RoutingConfig: { AdditionalVersionWeights: { 1: 1 } },
    }),
  );
  assert.equal((await invoke('live')).version, '1');
  const { RoutingConfig } = await lambda.send(new GetAliasCommand({ FunctionName: 'hello', Name: 'live' }));
  assert.deepEqual(RoutingConfig, { AdditionalVersionWeights: { 1: 1 } });
  await lambda.send(
    new UpdateAliasCommand({ FunctionName: 'hello', Name: 'live', RoutingConfig: { AdditionalVersionWeights: {} } }),
  );
  assert.equal((await invoke('live')).version, '2');
});

test('aliases fail with the texts of AWS', async () => {
  await assert.rejects(
    lambda.send(new CreateAliasCommand({ FunctionName: 'hello', Name: 'live', FunctionVersion: '1' })),
    {
      name: 'ResourceConflictException',
      message: `Alias already exists: ${ARN}:live`,
    },
  );
  await assert.rejects(
    lambda.send(new CreateAliasCommand({ FunctionName: 'hello', Name: 'next', FunctionVersion: '99' })),
    { message: `Function not found: ${ARN}:99` },
  );
  await assert.rejects(lambda.send(new GetAliasCommand({ FunctionName: 'hello', Name: 'none' })), {
    message: `Cannot find alias arn: ${ARN}:none`,
  });
  await assert.rejects(lambda.send(new UpdateAliasCommand({ FunctionName: 'hello', Name: 'none' })), {
    message: `Alias not found: ${ARN}:none`,
  });
  await lambda.send(new DeleteAliasCommand({ FunctionName: 'hello', Name: 'none' }));
});

test('a version that an alias needs cannot be deleted', async () => {
  assert.deepEqual(
    (await lambda.send(new ListAliasesCommand({ FunctionName: 'hello', FunctionVersion: '2' }))).Aliases!.map(
      (alias) => alias.Name,
    ),
    ['live'],
  );
  await assert.rejects(lambda.send(new DeleteFunctionCommand({ FunctionName: 'hello', Qualifier: '2' })), {
    name: 'ResourceConflictException',
    message: 'Unable to delete version because the following aliases reference it: [live]',
  });
  await lambda.send(new DeleteAliasCommand({ FunctionName: 'hello', Name: 'live' }));
  await lambda.send(new DeleteFunctionCommand({ FunctionName: 'hello', Qualifier: '2' }));
  await lambda.send(new DeleteFunctionCommand({ FunctionName: 'hello', Qualifier: '2' }));
  await assert.rejects(invoke('2'), { name: 'ResourceNotFoundException', message: `Function not found: ${ARN}:2` });
  await assert.rejects(lambda.send(new DeleteFunctionCommand({ FunctionName: 'hello', Qualifier: '$LATEST' })), {
    message: '$LATEST version cannot be deleted without deleting the function.',
  });
});

test('numbers are not used again, not even by a new function of the same name', async () => {
  await lambda.send(new DeleteFunctionCommand({ FunctionName: 'hello' }));
  const created = await lambda.send(new CreateFunctionCommand({ ...functionInput('hello'), Publish: true }));
  assert.deepEqual([created.Version, created.FunctionArn], ['4', ARN]);
  await platform.settled();
});
