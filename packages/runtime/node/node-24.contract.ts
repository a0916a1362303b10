import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { NodeCase } from './node-case.ts';
import { FrameType } from './src/frames.ts';
import { CALLBACKS } from './test-functions.ts';

export function describeNode24(node: NodeCase): void {
  describe('what came with Node 24', () => {
    it('refuses handlers with a callback', () =>
      node.withHandler(
        'index.sync',
        async (_runtime, init) => {
          assert.equal(init.type, FrameType.initError);
          const { errorType, errorMessage } = JSON.parse(init.body.toString());
          assert.equal(errorType, 'Runtime.CallbackHandlerDeprecated');
          assert.match(
            errorMessage,
            /^ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node\.js 24\. /,
          );
        },
        { 'index.js': CALLBACKS },
      ));

    it('takes what a synchronous handler returns', () =>
      node.withHandler(
        'index.handler',
        async (runtime) => {
          assert.equal((await runtime.invoke({ a: 1 })).body.toString(), '{"a":1}');
        },
        { 'index.js': 'exports.handler = event => event;' },
      ));

    it('runs TypeScript', () =>
      node.withHandler(
        'index.handler',
        async (runtime) => {
          assert.equal((await runtime.invoke({})).body.toString(), '"typed"');
        },
        { 'index.ts': 'const text: string = "typed"; exports.handler = async () => text;' },
      ));
  });
}
