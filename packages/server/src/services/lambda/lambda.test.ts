import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  type LambdaClient,
  ListFunctionsCommand,
  ListTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { functionInput, LambdaPlatform, ROLE, zipOf } from './testing/lambda-platform.ts';
import type { PrepareFailure } from '../../engine/engine.ts';

let platform: LambdaPlatform;
let lambda: LambdaClient;
const WAIT = { maxWaitTime: 10, minDelay: 1, maxDelay: 1 };

before(async () => {
  platform = await LambdaPlatform.start();
  lambda = platform.client();
});

after(() => platform.stop());

const arn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

test('a new function is Pending, then Active, and its answer has every member that AWS shows', async () => {
  const created = await lambda.send(
    new CreateFunctionCommand({ ...functionInput('hello'), Environment: { Variables: { KEY: 'value' } } }),
  );
  const { $metadata, CodeSha256, CodeSize, LastModified, RevisionId, RuntimeVersionConfig, ...rest } = created;
  assert.equal($metadata.httpStatusCode, 201);
  assert.match(LastModified!, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
  assert.match(RevisionId!, /^[0-9a-f-]{36}$/);
  assert.match(RuntimeVersionConfig!.RuntimeVersionArn!, /^arn:aws:lambda:us-east-1::runtime:[0-9a-f]{64}$/);
  assert.equal(CodeSize, zipOf().length);
  assert.match(CodeSha256!, /^[A-Za-z0-9+/]{43}=$/);
  assert.deepEqual(rest, {
    FunctionName: 'hello',
    FunctionArn: arn('hello'),
    Runtime: 'nodejs22.x',
    Role: ROLE,
    Handler: 'index.handler',
    Description: '',
    Timeout: 3,
    MemorySize: 128,
    Version: '$LATEST',
    TracingConfig: { Mode: 'PassThrough' },
    PackageType: 'Zip',
    Architectures: ['x86_64'],
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/hello' },
    Environment: { Variables: { KEY: 'value' } },
    State: 'Pending',
    StateReason: 'The function is being created.',
    StateReasonCode: 'Creating',
  });
  await waitUntilFunctionActiveV2({ client: lambda, ...WAIT }, { FunctionName: 'hello' });
  const active = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'hello' }));
  assert.deepEqual([active.State, active.LastUpdateStatus, active.StateReason], ['Active', 'Successful', undefined]);
  assert.notEqual(active.RevisionId, RevisionId);
});

test('a name is taken once, and bad input is refused with the texts of AWS', async () => {
  await assert.rejects(lambda.send(new CreateFunctionCommand(functionInput('hello'))), {
    name: 'ResourceConflictException',
    message: 'Function already exist: hello',
  });
  await assert.rejects(
    lambda.send(new CreateFunctionCommand({ ...functionInput('bad'), Code: { ZipFile: Buffer.from('no zip') } })),
    {
      name: 'InvalidParameterValueException',
      message: 'Could not unzip uploaded file. Please check your file, then try to upload again.',
    },
  );
  await assert.rejects(lambda.send(new CreateFunctionCommand({ ...functionInput('bad'), Role: 'worker' })), {
    name: 'ValidationException',
    message: /at 'role' failed/,
  });
  await assert.rejects(
    lambda.send(new CreateFunctionCommand({ ...functionInput('bad'), Runtime: 'cobol' as 'nodejs22.x' })),
    { message: /^Value cobol at 'runtime'/ },
  );
  await assert.rejects(
    lambda.send(new CreateFunctionCommand({ ...functionInput('bad'), Code: { ImageUri: 'repository/image' } })),
    {
      name: 'NotImplemented',
      message: /Code\.ImageUri/,
    },
  );
  await assert.rejects(lambda.send(new GetFunctionCommand({ FunctionName: 'bad' })), {
    name: 'ResourceNotFoundException',
    message: `Function not found: ${arn('bad')}`,
  });
});

test('GetFunction leads to the very bytes of the zip', async () => {
  const found = await lambda.send(new GetFunctionCommand({ FunctionName: 'hello', Qualifier: '$LATEST' }));
  assert.equal(found.Configuration!.FunctionArn, `${arn('hello')}:$LATEST`);
  const download = await fetch(found.Code!.Location!);
  assert.deepEqual(new Uint8Array(await download.arrayBuffer()), new Uint8Array(zipOf()));
  assert.equal((await fetch(`${found.Code!.Location!}x`)).status, 403);
});

test('an update of a function that does not exist names its plain ARN', async () => {
  await assert.rejects(lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'absent', Timeout: 5 })), {
    name: 'ResourceNotFoundException',
    message: `Function not found: ${arn('absent')}`,
  });
});

test('while a function is created nothing else can be done with it', async () => {
  const gate = Promise.withResolvers<PrepareFailure | null>();
  platform.engine.preparation = () => gate.promise;
  await lambda.send(new CreateFunctionCommand(functionInput('pending')));
  const refused = {
    name: 'ResourceConflictException',
    message:
      'The operation cannot be performed at this time. The function is currently in the following state: Pending',
  };
  await assert.rejects(lambda.send(new InvokeCommand({ FunctionName: 'pending' })), refused);
  await assert.rejects(
    lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'pending', Timeout: 5 })),
    refused,
  );
  await assert.rejects(
    lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'pending', ZipFile: zipOf() })),
    refused,
  );
  gate.resolve(null);
  await platform.settled();
  assert.equal((await lambda.send(new InvokeCommand({ FunctionName: 'pending' }))).StatusCode, 200);
});

test('a function that cannot be made ready is Failed and says why', async () => {
  platform.engine.preparation = async () => ({
    code: 'InvalidRuntime',
    reason: 'python3.12 is not installed. Install it.',
  });
  await lambda.send(new CreateFunctionCommand(functionInput('failed')));
  await platform.settled();
  const failed = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'failed' }));
  assert.deepEqual(
    [failed.State, failed.StateReasonCode, failed.StateReason],
    ['Failed', 'InvalidRuntime', 'python3.12 is not installed. Install it.'],
  );
  await assert.rejects(lambda.send(new InvokeCommand({ FunctionName: 'failed' })), {
    name: 'ResourceConflictException',
    message: /state: Failed$/,
  });
  platform.engine.preparation = async () => null;
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'failed', Runtime: 'nodejs24.x' }));
  await platform.settled();
  assert.equal((await lambda.send(new InvokeCommand({ FunctionName: 'failed' }))).StatusCode, 200);
});

test('old code serves until the update is successful, and after one that failed', async () => {
  const environment = async () => {
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: 'hello' }));
    return (JSON.parse(Buffer.from(Payload!).toString()) as { environment: Record<string, string> }).environment;
  };
  const gate = Promise.withResolvers<PrepareFailure | null>();
  platform.engine.preparation = () => gate.promise;
  const updating = await lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName: 'hello', Environment: { Variables: { NEXT: '1' } } }),
  );
  assert.deepEqual(
    [updating.State, updating.LastUpdateStatus, updating.LastUpdateStatusReasonCode],
    ['Active', 'InProgress', 'Creating'],
  );
  assert.deepEqual(await environment(), { KEY: 'value' });
  await assert.rejects(lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'hello', ZipFile: zipOf() })), {
    message: `The operation cannot be performed at this time. An update is in progress for resource: ${arn('hello')}`,
  });
  gate.resolve(null);
  await waitUntilFunctionUpdatedV2({ client: lambda, ...WAIT }, { FunctionName: 'hello' });
  assert.deepEqual(await environment(), { NEXT: '1' });
  assert.equal(platform.engine.retired.length, 1);

  platform.engine.preparation = async () => ({ code: 'InternalError', reason: 'disk full' });
  await lambda.send(
    new UpdateFunctionConfigurationCommand({ FunctionName: 'hello', Environment: { Variables: { BROKEN: '1' } } }),
  );
  await platform.settled();
  const failed = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'hello' }));
  assert.deepEqual(
    [failed.State, failed.LastUpdateStatus, failed.LastUpdateStatusReason],
    ['Active', 'Failed', 'disk full'],
  );
  assert.deepEqual(await environment(), { NEXT: '1' });
  platform.engine.preparation = async () => null;
});

test('a stale RevisionId is refused, and DryRun changes nothing', async () => {
  const stale = { FunctionName: 'hello', RevisionId: '00000000-0000-0000-0000-000000000000' };
  await assert.rejects(lambda.send(new UpdateFunctionConfigurationCommand({ ...stale, Timeout: 9 })), {
    name: 'PreconditionFailedException',
    message:
      'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
  });
  const before = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'hello' }));
  const dry = await lambda.send(
    new UpdateFunctionCodeCommand({ FunctionName: 'hello', ZipFile: zipOf('other'), DryRun: true }),
  );
  assert.notEqual(dry.CodeSha256, before.CodeSha256);
  const unchanged = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'hello' }));
  assert.deepEqual([unchanged.CodeSha256, unchanged.RevisionId], [before.CodeSha256, before.RevisionId]);
});

test('a restart in the middle of a creation takes it up again', async () => {
  platform.engine.preparation = () => new Promise(() => {});
  await lambda.send(
    new CreateFunctionCommand({ ...functionInput('interrupted'), Environment: { Variables: { SECRET: 's3cr3t' } } }),
  );
  platform.engine.preparation = async () => null;
  await platform.restart();
  lambda = platform.client();
  await platform.settled();
  const { State, Environment } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: 'interrupted' }),
  );
  assert.deepEqual([State, Environment!.Variables], ['Active', { SECRET: 's3cr3t' }]);
});

test('tags are kept on functions', async () => {
  await lambda.send(new TagResourceCommand({ Resource: arn('hello'), Tags: { team: 'a', stage: 'dev' } }));
  await lambda.send(new UntagResourceCommand({ Resource: arn('hello'), TagKeys: ['stage'] }));
  assert.deepEqual((await lambda.send(new ListTagsCommand({ Resource: arn('hello') }))).Tags, { team: 'a' });
  assert.deepEqual((await lambda.send(new GetFunctionCommand({ FunctionName: 'hello' }))).Tags, { team: 'a' });
  await assert.rejects(lambda.send(new ListTagsCommand({ Resource: `${arn('hello')}:1` })), {
    message: /^Tags on function aliases and versions are not supported/,
  });
});

test('lists come in pages, without states, and accounts see their own functions only', async () => {
  const names = ['failed', 'hello', 'interrupted', 'pending'];
  const first = await lambda.send(new ListFunctionsCommand({ MaxItems: 3 }));
  const second = await lambda.send(new ListFunctionsCommand({ MaxItems: 3, Marker: first.NextMarker }));
  assert.deepEqual(
    [...first.Functions!, ...second.Functions!].map((item) => item.FunctionName),
    names,
  );
  assert.deepEqual([second.NextMarker, first.Functions![0]!.State], [undefined, undefined]);
  assert.deepEqual((await platform.client('111111111111').send(new ListFunctionsCommand({}))).Functions, []);
  await assert.rejects(lambda.send(new ListFunctionsCommand({ Marker: 'x' })), {
    name: 'InvalidParameterValueException',
  });
});

test('the account settings count what is there, and a deleted function is gone', async () => {
  const { AccountLimit, AccountUsage } = await lambda.send(new GetAccountSettingsCommand({}));
  assert.deepEqual([AccountLimit!.ConcurrentExecutions, AccountLimit!.UnreservedConcurrentExecutions], [1000, 1000]);
  assert.deepEqual([AccountUsage!.FunctionCount, AccountUsage!.TotalCodeSize], [4, 4 * zipOf().length]);
  const deleted = await lambda.send(new DeleteFunctionCommand({ FunctionName: 'pending' }));
  assert.equal(deleted.$metadata.httpStatusCode, 204);
  await assert.rejects(lambda.send(new DeleteFunctionCommand({ FunctionName: 'pending' })), {
    name: 'ResourceNotFoundException',
  });
  await assert.rejects(lambda.send(new InvokeCommand({ FunctionName: 'pending' })), {
    name: 'ResourceNotFoundException',
  });
});
