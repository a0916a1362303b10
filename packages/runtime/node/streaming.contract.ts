import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { NodeCase } from './node-case.ts';
import { FrameType } from './src/frames.ts';

export function describeStreaming(node: NodeCase): void {
  describe('streaming', () => {
    it('sends the content type, then chunks, then the end', () =>
      node.withHandler('index.stream', async (runtime) => {
        const { type, contentType, chunks, body } = await runtime.invoke({});
        assert.equal(type, FrameType.streamEnd);
        assert.equal(contentType, 'text/plain');
        assert.equal(Buffer.concat(chunks).toString(), 'first,{"a":1}last');
        assert.equal(body.length, 0);
      }));

    it('puts the HTTP prelude before the first byte', () =>
      node.withHandler('index.httpStream', async (runtime) => {
        const { contentType, chunks } = await runtime.invoke({});
        assert.equal(contentType, 'application/vnd.awslambda.http-integration-response');
        assert.equal(Buffer.concat(chunks).toString(), `{"statusCode":201,"headers":{"a":"b"}}${'\0'.repeat(8)}body`);
      }));

    it('ends with the error when the handler fails midway, and fails plainly when nothing was sent', async () => {
      await node.withHandler('index.streamFails', async (runtime) => {
        const { type, chunks, body } = await runtime.invoke({});
        assert.equal(type, FrameType.streamEnd);
        assert.equal(Buffer.concat(chunks).toString(), 'partial');
        assert.equal(JSON.parse(body.toString()).errorMessage, 'midway');
      });
      await node.withHandler('index.streamFailsEarly', async (runtime) => {
        const { type, errorType, body } = await runtime.invoke({});
        assert.equal(type, FrameType.error);
        assert.equal(errorType, 'Error');
        assert.equal(JSON.parse(body.toString()).errorMessage, 'early');
      });
    });

    it('a stream that its failed handler left behind says nothing in a later invocation', () =>
      node.withHandler('index.streamLeft', async (runtime) => {
        assert.equal((await runtime.invoke({})).type, FrameType.error);
        const { type, chunks } = await runtime.invoke({ writeToTheLast: true });
        assert.equal(type, FrameType.streamEnd);
        assert.equal(Buffer.concat(chunks).toString(), 'second');
      }));

    it('tells of streams that are not ended and of handlers that are not async', async () => {
      await node.withHandler('index.streamForgets', async (runtime) => {
        assert.equal(
          JSON.parse((await runtime.invoke({})).body.toString()).errorMessage,
          'Response stream is not finished.',
        );
      });
      await node.withHandler('index.streamSync', async (runtime) => {
        const { body } = await runtime.invoke({});
        assert.equal(JSON.parse(body.toString()).errorMessage, 'Streaming does not support non-async handlers.');
      });
    });

    it('pipes megabytes', () =>
      node.withHandler('index.pipes', async (runtime) => {
        for (let count = 0; count < 2; count++) {
          const { chunks } = await runtime.invoke({});
          assert.equal(Buffer.concat(chunks).length, 200 * 65536);
        }
      }));
  });
}
