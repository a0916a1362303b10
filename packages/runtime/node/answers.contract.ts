import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { REQUEST_ID } from '../test-support/function-fixture.ts';
import type { NodeCase } from './node-case.ts';
import { FrameType } from './src/frames.ts';

const LINE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\t(.*)$/s;

export function describeAnswers(node: NodeCase): void {
  describe('answers', () => {
    it('answers with what an async handler returns, many times in one process', () =>
      node.withHandler('index.echo', async (runtime, init) => {
        assert.equal(init.type, FrameType.initDone);
        for (let count = 0; count < 20; count++) {
          const outcome = await runtime.invoke({ count, text: 'grüße 🔥' });
          assert.equal(outcome.type, FrameType.response);
          assert.deepEqual(JSON.parse(outcome.body.toString()), { count, text: 'grüße 🔥' });
        }
      }));

    it('answers null for undefined and waits for returned promises', async () => {
      await node.withHandler('index.nothing', async (runtime) => {
        assert.equal((await runtime.invoke({})).body.toString(), 'null');
      });
      await node.withHandler('index.promise', async (runtime) => {
        assert.equal((await runtime.invoke({ a: 'b' })).body.toString(), '"b"');
      });
    });

    it('reports a thrown error with its type, message and trace, and logs it as Invoke Error', () =>
      node.withHandler('index.throws', async (runtime) => {
        const { type, errorType, body, logs } = await runtime.invoke({});
        assert.equal(type, FrameType.error);
        assert.equal(errorType, 'TypeError');
        const error = JSON.parse(body.toString());
        assert.deepEqual(Object.keys(error), ['errorType', 'errorMessage', 'trace']);
        assert.equal(error.errorMessage, 'boom');
        assert.equal(error.trace[0], 'TypeError: boom');
        assert.equal(logs.length, 1);
        assert.equal(logs[0]!.level, 5);
        const line = LINE.exec(logs[0]!.text)![1]!;
        assert.ok(
          line.startsWith(
            `${REQUEST_ID}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"boom","code":"E1","stack":["TypeError: boom"`,
          ),
          line,
        );
      }));

    it('reports a thrown string by its type', () =>
      node.withHandler('index.throwsText', async (runtime) => {
        const { body } = await runtime.invoke({});
        assert.deepEqual(JSON.parse(body.toString()), { errorType: 'string', errorMessage: 'just text', trace: [] });
      }));

    it('reports a synchronous throw and goes on with the next invocation', () =>
      node.withHandler('index.throwsSync', async (runtime) => {
        assert.equal((await runtime.invoke({})).errorType, 'Error');
        assert.equal((await runtime.invoke({})).errorType, 'Error');
      }));

    it('fails an async handler whose promise can never settle, and stays usable', () =>
      node.withHandler('index.never', async (runtime) => {
        for (let count = 0; count < 2; count++) {
          const { errorType, body } = await runtime.invoke({});
          assert.equal(errorType, 'Runtime.NodeJsExit');
          assert.equal(
            JSON.parse(body.toString()).errorMessage,
            'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes',
          );
        }
      }));

    it('fails on a result that is no JSON', () =>
      node.withHandler('index.circular', async (runtime) => {
        const { errorType, body } = await runtime.invoke({});
        assert.equal(errorType, node.major >= 24 ? 'Runtime.JSONStringifyError' : 'Error');
        assert.equal(JSON.parse(body.toString()).errorMessage, 'Unable to stringify response body');
      }));

    it('gives the whole context, and the trace id of each invocation', () =>
      node.withHandler('index.context', async (runtime) => {
        const first = await runtime.invoke(
          {},
          {
            traceId: 'Root=1-a',
            clientContext: '{"custom":{"k":"v"}}',
            cognitoIdentity: { cognitoIdentityId: 'i', cognitoIdentityPoolId: 'p' },
          },
        );
        const context = JSON.parse(first.body.toString());
        assert.ok(context.remaining > 0 && context.remaining <= 3000);
        assert.equal(context.awsRequestId, REQUEST_ID);
        assert.equal(context.functionName, 'test');
        assert.equal(context.functionVersion, '$LATEST');
        assert.equal(context.memoryLimitInMB, '128');
        assert.equal(context.logGroupName, '/aws/lambda/test');
        assert.equal(context.logStreamName, '2026/01/01/[$LATEST]abc');
        assert.equal(context.invokedFunctionArn, 'arn:aws:lambda:us-east-1:000000000000:function:test');
        assert.deepEqual(context.clientContext, { custom: { k: 'v' } });
        assert.deepEqual(context.identity, { cognitoIdentityId: 'i', cognitoIdentityPoolId: 'p' });
        assert.equal(context.trace, 'Root=1-a');
        const second = JSON.parse((await runtime.invoke({})).body.toString());
        assert.equal(second.trace, undefined);
        assert.equal(second.clientContext, undefined);
        assert.equal(second.identity, undefined);
        assert.equal(second.invokedFunctionArn, context.invokedFunctionArn);
        const third = await runtime.invoke({}, { invokedFunctionArn: `${context.invokedFunctionArn}:alias` });
        assert.equal(JSON.parse(third.body.toString()).invokedFunctionArn, `${context.invokedFunctionArn}:alias`);
      }));

    it('replaces the whole environment and works in the task root', () =>
      node.withHandler(
        'index.environment',
        async (runtime, _init, fixture) => {
          const { env, cwd } = JSON.parse((await runtime.invoke({})).body.toString());
          assert.equal(cwd, fixture.taskRoot);
          assert.equal(env.GREETING, 'hello');
          assert.equal(env.AWS_LAMBDA_FUNCTION_NAME, 'test');
          assert.ok(!Object.keys(env).some((name) => name.startsWith('_HEARTH')));
        },
        undefined,
        { env: { GREETING: 'hello' } },
      ));

    it('carries events and answers of megabytes', async () => {
      await node.withHandler('index.big', async (runtime) => {
        assert.equal((await runtime.invoke({ size: 6_000_000 })).body.length, 6_000_002);
        assert.equal((await runtime.invoke({ size: 1 })).body.toString(), '"x"');
      });
      await node.withHandler('index.length', async (runtime) => {
        assert.equal((await runtime.invoke({ text: 'é'.repeat(2_000_000) })).body.toString(), '2000000');
      });
    });
  });
}
