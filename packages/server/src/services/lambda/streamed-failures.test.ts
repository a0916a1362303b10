import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  CreateFunctionCommand,
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';
import { startTestPlatform, type TestPlatform } from '../../testing/test-platform.ts';
import { functionInput } from './testing/lambda-platform.ts';

/** Streams `partial`, and then ends as its event says. */
const STREAMER = `exports.handler = awslambda.streamifyResponse(async (event, stream) => {
  stream.write('partial');
  await new Promise((resolve) => stream.write('.', resolve));
  if (event === 'throws') throw new RangeError('midway');
  if (event === 'exits') process.exit(3);
  if (event === 'hangs') await new Promise((resolve) => setTimeout(resolve, 60000));
  stream.end();
});`;

/** A runtime in bash. Its event is the trailers that it sends behind a stream of one chunk. */
const BOOTSTRAP = `#!/bin/bash
api=$AWS_LAMBDA_RUNTIME_API
dial() { exec 5<>"/dev/tcp/\${api%:*}/\${api#*:}"; }
while :; do
  dial
  printf 'GET /2018-06-01/runtime/invocation/next HTTP/1.1\\r\\nHost: api\\r\\nConnection: close\\r\\n\\r\\n' >&5
  tr -d '\\r' <&5 >/tmp/next
  id=$(sed -n 's/^Lambda-Runtime-Aws-Request-Id: //Ip' /tmp/next)
  trailers=$(tail -n 1 /tmp/next | tr -d '"')
  dial
  printf 'POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\\r\\nHost: api\\r\\nConnection: close\\r\\nLambda-Runtime-Function-Response-Mode: streaming\\r\\nTransfer-Encoding: chunked\\r\\nTrailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\\r\\n\\r\\n7\\r\\npartial\\r\\n0\\r\\n%b\\r\\n' "$id" "$trailers" >&5
  cat <&5 >/dev/null
done`;
const EXECUTABLE = { os: 3, attrs: 0o755 << 16 } as const;
const TRACE = ['Error: torn', '    at main'];
const ERROR = { errorType: 'Function.Torn', errorMessage: 'torn', trace: TRACE };

describe('a streamed answer that fails in the middle', () => {
  let platform: TestPlatform;
  let lambda: LambdaClient;
  before(async () => {
    platform = await startTestPlatform();
    lambda = new LambdaClient(platform.client);
    await define('streamer', { ...functionInput('streamer', STREAMER), Runtime: 'nodejs24.x', Timeout: 1 });
    const Code = { ZipFile: zipSync({ bootstrap: [Buffer.from(BOOTSTRAP), EXECUTABLE] }) };
    await define('custom', { ...functionInput('custom'), Code, Runtime: 'provided.al2023' });
  });
  after(async () => {
    lambda.destroy();
    await platform[Symbol.asyncDispose]();
  });

  async function define(FunctionName: string, input: CreateFunctionCommand['input']): Promise<void> {
    await lambda.send(new CreateFunctionCommand(input));
    const WAIT = { client: lambda, maxWaitTime: 120, minDelay: 1, maxDelay: 1 };
    await waitUntilFunctionActiveV2(WAIT, { FunctionName });
  }

  async function stream(FunctionName: string, event: string) {
    const { EventStream, StatusCode } = await lambda.send(
      new InvokeWithResponseStreamCommand({
        FunctionName,
        Payload: Buffer.from(JSON.stringify(event)),
        LogType: 'Tail',
      }),
    );
    assert.equal(StatusCode, 200);
    let text = '';
    const completions: object[] = [];
    let log = '';
    for await (const { PayloadChunk, InvokeComplete } of EventStream!) {
      text += Buffer.from(PayloadChunk?.Payload ?? []).toString();
      if (!InvokeComplete) continue;
      const { ErrorCode, ErrorDetails, LogResult } = InvokeComplete;
      completions.push({ ErrorCode, details: ErrorDetails && (JSON.parse(ErrorDetails) as object) });
      log = Buffer.from(LogResult!, 'base64').toString();
    }
    assert.equal(completions.length, 1, 'exactly one InvokeComplete');
    return { text, complete: completions[0] as { ErrorCode?: string; details?: Record<string, unknown> }, log };
  }

  it('has the error of its handler in InvokeComplete: ErrorCode its type, ErrorDetails its JSON', async () => {
    const { text, complete } = await stream('streamer', 'throws');
    assert.equal(text, 'partial.');
    assert.equal(complete.ErrorCode, 'RangeError');
    assert.deepEqual(Object.keys(complete.details!), ['errorType', 'errorMessage', 'trace']);
    assert.deepEqual([complete.details!['errorType'], complete.details!['errorMessage']], ['RangeError', 'midway']);
    assert.deepEqual((await stream('streamer', 'ends')).complete, { ErrorCode: undefined, details: undefined });
  });

  it('of a runtime that exits has Runtime.ExitError, and of one that takes too long Sandbox.Timedout', async () => {
    const exited = await stream('streamer', 'exits');
    assert.deepEqual([exited.text, exited.complete.ErrorCode], ['partial.', 'Runtime.ExitError']);
    assert.match(String(exited.complete.details!['errorMessage']), /Error: Runtime exited with error: exit status 3$/);
    const late = await stream('streamer', 'hangs');
    assert.deepEqual([late.text, late.complete.ErrorCode], ['partial.', 'Sandbox.Timedout']);
    assert.match(String(late.complete.details!['errorMessage']), /Error: Task timed out after 1\.00 seconds$/);
  });

  it('of a custom runtime has what its trailers say: Lambda-Runtime-Function-Error-Type and -Body in base64', async () => {
    const body = Buffer.from(JSON.stringify(ERROR)).toString('base64');
    const trailers = `Lambda-Runtime-Function-Error-Type: Function.Torn\r\nLambda-Runtime-Function-Error-Body: ${body}\r\n`;
    const { text, complete, log } = await stream('custom', trailers);
    assert.deepEqual([text, complete], ['partial', { ErrorCode: 'Function.Torn', details: ERROR }]);
    assert.match(log, /\tStatus: error\tError Type: Function\.Torn\n$/);
    assert.deepEqual((await stream('custom', '')).complete, { ErrorCode: undefined, details: undefined });
  });

  it('is an error, too, when its trailers name no more than a type', async () => {
    const { complete, log } = await stream('custom', 'Lambda-Runtime-Function-Error-Type: odd\r\n');
    assert.deepEqual(complete, { ErrorCode: 'odd', details: { errorType: 'odd' } });
    assert.match(log, /\tStatus: error\tError Type: Function\.Unknown\n$/);
  });

  it('is a function error to a caller who wants one buffered answer', async () => {
    const { FunctionError, Payload } = await lambda.send(
      new InvokeCommand({ FunctionName: 'streamer', Payload: '"throws"' }),
    );
    assert.equal(FunctionError, 'Unhandled');
    assert.equal((JSON.parse(Payload!.transformToString()) as { errorMessage: string }).errorMessage, 'midway');
  });
});
