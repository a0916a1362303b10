import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  InvokeAsyncCommand,
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  type LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { functionInput, LambdaPlatform } from './testing/lambda-platform.ts';

let platform: LambdaPlatform;
let lambda: LambdaClient;
let echo: LambdaPlatform['engine']['program'];
const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:hello';

before(async () => {
  platform = await LambdaPlatform.start();
  lambda = platform.client();
  echo = platform.engine.program;
  await lambda.send(new CreateFunctionCommand(functionInput('hello')));
  await platform.settled();
});

beforeEach(() => {
  platform.engine.program = echo;
});

after(() => platform.stop());

const json = (bytes: Uint8Array | undefined) => JSON.parse(Buffer.from(bytes!).toString()) as Record<string, unknown>;

test('an invocation answers the bytes of the function, its version and, when asked, its log', async () => {
  const answer = await lambda.send(new InvokeCommand({ FunctionName: 'hello', Payload: '{"a":1}', LogType: 'Tail' }));
  assert.deepEqual([answer.StatusCode, answer.ExecutedVersion, answer.FunctionError], [200, '$LATEST', undefined]);
  assert.deepEqual([json(answer.Payload).event, json(answer.Payload).invokedArn], [{ a: 1 }, ARN]);
  assert.equal(Buffer.from(answer.LogResult!, 'base64').toString(), 'START\nEND\nREPORT\n');
  const plain = await lambda.send(new InvokeCommand({ FunctionName: `${ARN}:$LATEST` }));
  assert.deepEqual(
    [plain.LogResult, json(plain.Payload).event, json(plain.Payload).invokedArn],
    [undefined, {}, `${ARN}:$LATEST`],
  );
});

test('a failing function is an answer with FunctionError', async () => {
  platform.engine.program = () => Promise.reject(new TypeError('oops'));
  const answer = await lambda.send(new InvokeCommand({ FunctionName: 'hello' }));
  assert.deepEqual(
    [answer.StatusCode, answer.FunctionError, json(answer.Payload).errorType],
    [200, 'Unhandled', 'TypeError'],
  );
});

test('DryRun runs nothing', async () => {
  platform.engine.program = () => Promise.reject(new Error('must not run'));
  assert.equal(
    (await lambda.send(new InvokeCommand({ FunctionName: 'hello', InvocationType: 'DryRun' }))).StatusCode,
    204,
  );
  await assert.rejects(lambda.send(new InvokeCommand({ FunctionName: 'absent', InvocationType: 'DryRun' })), {
    name: 'ResourceNotFoundException',
    message: 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:absent',
  });
});

test('what is no JSON or too large is refused before anything runs', async () => {
  await assert.rejects(lambda.send(new InvokeCommand({ FunctionName: 'hello', Payload: '{a' })), {
    name: 'InvalidRequestContentException',
    message: /^Could not parse request body into json: Could not parse payload into json: Unexpected character/,
  });
  const large = (size: number) => Buffer.from(`"${'x'.repeat(size - 2)}"`);
  await assert.rejects(lambda.send(new InvokeCommand({ FunctionName: 'hello', Payload: large(6_291_457) })), {
    name: 'RequestEntityTooLargeException',
    message: '6291457 byte payload is too large for the RequestResponse invocation type (limit 6291456 bytes)',
  });
  await assert.rejects(
    lambda.send(new InvokeCommand({ FunctionName: 'hello', Payload: large(1_048_577), InvocationType: 'Event' })),
    {
      message: '1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)',
    },
  );
  assert.equal(
    (await lambda.send(new InvokeCommand({ FunctionName: 'hello', Payload: large(6_291_456) }))).StatusCode,
    200,
  );
});

test('the client context arrives as it was given, and must be base64 of JSON', async () => {
  const context = Buffer.from('{"custom":{"a":1}}').toString('base64');
  const answer = await lambda.send(new InvokeCommand({ FunctionName: 'hello', ClientContext: context }));
  assert.equal(json(answer.Payload).clientContext, '{"custom":{"a":1}}');
  await assert.rejects(lambda.send(new InvokeCommand({ FunctionName: 'hello', ClientContext: 'eA==' })), {
    message: /^Client context must be a valid Base64/,
  });
});

test('members that Hearth has not are refused by name', async () => {
  await assert.rejects(lambda.send(new InvokeCommand({ FunctionName: 'hello', TenantId: 't' })), {
    name: 'NotImplemented',
    message: /TenantId/,
  });
});

test('a warm invocation touches no SQL', async (t) => {
  await lambda.send(new InvokeCommand({ FunctionName: 'hello' }));
  const { storage } = platform.state.host;
  const read = t.mock.method(storage, 'read');
  const write = t.mock.method(storage, 'write');
  await lambda.send(new InvokeCommand({ FunctionName: 'hello' }));
  assert.deepEqual([read.mock.callCount(), write.mock.callCount()], [0, 0]);
});

test('an accepted event runs once, with the payload as it came and the request id of its acceptance', async () => {
  const seen: { requestId: string; payload: string }[] = [];
  platform.engine.program = async (_spec, { requestId, payload }) =>
    void seen.push({ requestId, payload: Buffer.from(payload).toString() });
  const accepted = await lambda.send(
    new InvokeCommand({ FunctionName: 'hello', InvocationType: 'Event', Payload: '{"n": 1}' }),
  );
  assert.deepEqual([accepted.StatusCode, accepted.ExecutedVersion], [202, undefined]);
  const old = await lambda.send(new InvokeAsyncCommand({ FunctionName: 'hello', InvokeArgs: '{"n": 2}' }));
  assert.equal(old.Status, 202);
  await platform.settled();
  assert.deepEqual(
    seen.map(({ payload }) => payload),
    ['{"n": 1}', '{"n": 2}'],
  );
  assert.equal(seen[0]!.requestId, accepted.$metadata.requestId);
});

test('an accepted event that a dying platform broke off runs at the next start', async () => {
  const started = Promise.withResolvers<void>();
  platform.engine.program = () => (started.resolve(), new Promise(() => {}));
  await lambda.send(new InvokeCommand({ FunctionName: 'hello', InvocationType: 'Event', Payload: '"again"' }));
  await started.promise;
  const seen: string[] = [];
  platform.engine.program = async (_spec, { payload }) => void seen.push(Buffer.from(payload).toString());
  await platform.restart();
  lambda = platform.client();
  await platform.settled();
  assert.deepEqual(seen, ['"again"']);
});

test('reserved concurrency throttles the next one, and zero turns a function off', async () => {
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: 'hello', ReservedConcurrentExecutions: 1 }));
  assert.equal(
    (await lambda.send(new GetFunctionCommand({ FunctionName: 'hello' }))).Concurrency!.ReservedConcurrentExecutions,
    1,
  );
  const started = Promise.withResolvers<void>();
  const release = Promise.withResolvers<string>();
  platform.engine.program = () => (started.resolve(), release.promise);
  const running = lambda.send(new InvokeCommand({ FunctionName: 'hello' }));
  await started.promise;
  await assert.rejects(lambda.send(new InvokeCommand({ FunctionName: 'hello' })), {
    name: 'TooManyRequestsException',
    message: 'Rate Exceeded.',
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    retryAfterSeconds: '1',
  });
  release.resolve('done');
  assert.equal((await running).StatusCode, 200);
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: 'hello', ReservedConcurrentExecutions: 0 }));
  await assert.rejects(lambda.send(new InvokeCommand({ FunctionName: 'hello' })), { name: 'TooManyRequestsException' });
  await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: 'hello' }));
  assert.equal((await lambda.send(new InvokeCommand({ FunctionName: 'hello' }))).StatusCode, 200);
  assert.equal(
    (await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: 'hello' }))).ReservedConcurrentExecutions,
    undefined,
  );
});

test('a throttled event waits in the queue and runs when there is room', async () => {
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: 'hello', ReservedConcurrentExecutions: 1 }));
  const started = Promise.withResolvers<void>();
  const release = Promise.withResolvers<string>();
  platform.engine.program = () => (started.resolve(), release.promise);
  const running = lambda.send(new InvokeCommand({ FunctionName: 'hello' }));
  await started.promise;
  await lambda.send(new InvokeCommand({ FunctionName: 'hello', InvocationType: 'Event', Payload: '"later"' }));
  await platform.settled();
  release.resolve('done');
  await running;
  const ran = Promise.withResolvers<string>();
  platform.engine.program = async (_spec, { payload }) => ran.resolve(Buffer.from(payload).toString());
  await platform.clock.advance(1000);
  assert.equal(await ran.promise, '"later"');
  await platform.settled();
  await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: 'hello' }));
});

test('reservations leave the account a hundred', async () => {
  await assert.rejects(
    lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: 'hello', ReservedConcurrentExecutions: 901 })),
    {
      message:
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
    },
  );
  await assert.rejects(
    lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: 'absent', ReservedConcurrentExecutions: 1 })),
    { message: /function:absent:\$LATEST$/ },
  );
});

test('a streamed answer arrives in chunks and ends with InvokeComplete', async () => {
  platform.engine.program = async (_spec, { stream }) => {
    stream!.start('text/plain');
    await stream!.write(Buffer.from('one '));
    await stream!.write(Buffer.from('two'));
  };
  const { text, complete } = await readStream(
    await lambda.send(new InvokeWithResponseStreamCommand({ FunctionName: 'hello', LogType: 'Tail' })),
  );
  assert.equal(text, 'one two');
  assert.equal(Buffer.from(complete.LogResult!, 'base64').toString(), 'START\nEND\nREPORT\n');
});

test('the content type of a streamed answer is the one that the function gave', async () => {
  platform.engine.program = async (_spec, { stream }) => stream!.start('text/plain');
  const { ResponseStreamContentType } = await platform
    .aws({ kind: 'anonymous' })
    .lambda.InvokeWithResponseStream({ FunctionName: 'hello' });
  assert.equal(ResponseStreamContentType, 'text/plain');
});

test('a function that does not stream, or fails, can be invoked with a stream, too', async () => {
  const buffered = await readStream(
    await lambda.send(new InvokeWithResponseStreamCommand({ FunctionName: 'hello', Payload: Buffer.from('{"a":1}') })),
  );
  assert.deepEqual((JSON.parse(buffered.text) as { event: unknown }).event, { a: 1 });
  platform.engine.program = () => Promise.reject(new RangeError('oops'));
  const failed = await readStream(await lambda.send(new InvokeWithResponseStreamCommand({ FunctionName: 'hello' })));
  assert.deepEqual(
    [failed.text, failed.complete.ErrorCode, JSON.parse(failed.complete.ErrorDetails!).errorMessage],
    ['', 'RangeError', 'oops'],
  );
  await assert.rejects(lambda.send(new InvokeWithResponseStreamCommand({ FunctionName: 'absent' })), {
    name: 'ResourceNotFoundException',
  });
});

test('a deleted function cannot be invoked, at once, and its waiting events are dropped', async () => {
  platform.engine.program = echo;
  await lambda.send(new CreateFunctionCommand(functionInput('brief')));
  await platform.settled();
  await lambda.send(new InvokeCommand({ FunctionName: 'brief' }));
  await lambda.send(new DeleteFunctionCommand({ FunctionName: 'brief' }));
  await assert.rejects(lambda.send(new InvokeCommand({ FunctionName: 'brief' })), {
    name: 'ResourceNotFoundException',
  });
});

test('a fault of the engine is an InternalFailure of ours, not a function error', async () => {
  platform.engine.fault = new Error('no environment');
  await assert.rejects(lambda.send(new InvokeCommand({ FunctionName: 'hello' })), {
    name: 'ServiceException',
    $fault: 'server',
  });
  platform.engine.fault = null;
});

async function readStream({ EventStream }: Awaited<ReturnType<typeof send>>) {
  let text = '';
  let complete: { ErrorCode?: string | undefined; ErrorDetails?: string | undefined; LogResult?: string | undefined } =
    {};
  for await (const event of EventStream!) {
    if (event.PayloadChunk) text += Buffer.from(event.PayloadChunk.Payload!).toString();
    if (event.InvokeComplete) complete = event.InvokeComplete;
  }
  return { text, complete };
}

function send(command: InvokeWithResponseStreamCommand) {
  return lambda.send(command);
}
