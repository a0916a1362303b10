import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  AddPermissionCommand,
  InvokeAsyncCommand,
  InvokeCommand,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { FUNCTION, hello, testRefusals } from './testing/refusals.ts';

testRefusals('Lambda refuses invocations as AWS does', [], (lambda, platform) => {
  it('in bodies that carry the message as AWS spells its key', async () => {
    const bodyOf = async (path: string, init: RequestInit = {}) => {
      const reply = await fetch(`${platform().endpoint}/2015-03-31/functions/${path}`, init);
      return [reply.status, reply.headers.get('x-amzn-errortype'), await reply.json()];
    };
    assert.deepEqual(await bodyOf('absent'), [
      404,
      'ResourceNotFoundException',
      { Type: 'User', Message: `Function not found: ${FUNCTION.replace('hello', 'absent')}` },
    ]);
    assert.deepEqual(
      await bodyOf('hello/invocations', { method: 'POST', body: '{' }).then(([, code]) => code),
      'InvalidRequestContentException',
    );
    const [, , invalid] = await bodyOf('hello/invocations', { method: 'POST', body: '{a' });
    assert.deepEqual(Object.keys(invalid as object).sort(), ['Type', 'message']);
    const [, , pattern] = await bodyOf('no!');
    assert.deepEqual(Object.keys(pattern as object), ['message']);
  });

  it('to an invocation whose body is far too large before it has read it', async () => {
    const length = 8_000_000;
    const reply = await fetch(`${platform().endpoint}/2015-03-31/functions/hello/invocations`, {
      method: 'POST',
      body: Buffer.alloc(length, 0x20),
    });
    assert.equal(reply.status, 413);
    assert.deepEqual(await reply.json(), {
      Type: 'User',
      message: 'Request must be smaller than 6291456 bytes for the InvokeFunction operation',
    });
  });

  it('to an event of more than 262,144 bytes at InvokeAsync, which keeps the old limit', async () => {
    const InvokeArgs = JSON.stringify('x'.repeat(262_144));
    await assert.rejects(lambda().send(new InvokeAsyncCommand({ ...hello, InvokeArgs })), {
      name: 'RequestEntityTooLargeException',
      message: 'Request must be smaller than 262144 bytes for the InvokeAsync operation',
    });
  });

  it('to a client context of more than 3,583 bytes with InvalidRequestContentException', async () => {
    const ClientContext = Buffer.from(JSON.stringify({ custom: 'x'.repeat(2700) })).toString('base64');
    await assert.rejects(lambda().send(new InvokeCommand({ ...hello, ClientContext })), {
      name: 'InvalidRequestContentException',
      message: 'Client context must be no more than 3583 bytes when base64-encoded.',
    });
  });

  it('to a policy of more than 20 KB with PolicyLengthExceededException', async () => {
    const fill = async () => {
      for (let n = 0; ; n++) {
        const SourceArn = `arn:aws:s3:::${'x'.repeat(1000)}`;
        const statement = {
          StatementId: `s${n}`,
          Action: 'lambda:InvokeFunction',
          Principal: 's3.amazonaws.com',
          SourceArn,
        };
        await lambda().send(new AddPermissionCommand({ ...hello, Qualifier: '2', ...statement }));
      }
    };
    await assert.rejects(fill(), {
      name: 'PolicyLengthExceededException',
      message: 'The final policy size is bigger than the limit (20480).',
    });
  });

  it('to a throttled call with the reason and when to come back', async () => {
    await lambda().send(new PutFunctionConcurrencyCommand({ ...hello, ReservedConcurrentExecutions: 0 }));
    const reply = await fetch(`${platform().endpoint}/2015-03-31/functions/hello/invocations`, { method: 'POST' });
    assert.equal(reply.status, 429);
    assert.equal(reply.headers.get('retry-after'), '1');
    assert.deepEqual(await reply.json(), {
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      Type: 'User',
      message: 'Rate Exceeded.',
    });
  });
});
