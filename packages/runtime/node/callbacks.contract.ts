import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { Outcome, RuntimeProcess } from '../test-support/runtime-process.ts';
import type { NodeCase } from './node-case.ts';
import { CALLBACKS } from './test-functions.ts';

export function describeCallbacks(node: NodeCase): void {
  describe('callback handlers', () => {
    const callback = (name: string, test: (runtime: RuntimeProcess, init: Outcome) => Promise<void>): Promise<void> =>
      node.withHandler(`index.${name}`, test, { 'index.js': CALLBACKS });

    it('answer from a synchronous or a later callback, and are warned about', async () => {
      await callback('sync', async (runtime, init) => {
        assert.match(
          init.logs[0]!.text,
          /\tundefined\tWARN\tAWS Lambda plans to remove support for callback-based function handlers/,
        );
        assert.equal((await runtime.invoke({ a: 1 })).body.toString(), '{"a":1}');
        assert.equal((await runtime.invoke({ a: 2 })).body.toString(), '{"a":2}');
      });
      await callback('late', async (runtime) => {
        assert.equal((await runtime.invoke({})).body.toString(), '"late"');
      });
    });

    it('wait for an empty event loop, unless they say otherwise', async () => {
      await callback('waits', async (runtime) => {
        const { logs, body } = await runtime.invoke({});
        assert.equal(body.toString(), '"waited"');
        assert.match(logs[0]!.text, /timer ran$/);
      });
      await callback('leaves', async (runtime) => {
        const { logs, body } = await runtime.invoke({});
        assert.equal(body.toString(), '"left"');
        assert.deepEqual(logs, []);
      });
    });

    it('fail by callback and by context, at once', async () => {
      await callback('fails', async (runtime) => {
        assert.equal(JSON.parse((await runtime.invoke({})).body.toString()).errorMessage, 'told');
      });
      await callback('failsText', async (runtime) => {
        assert.deepEqual(JSON.parse((await runtime.invoke({})).body.toString()), {
          errorType: 'string',
          errorMessage: 'text',
          trace: [],
        });
      });
      await callback('contextFail', async (runtime) => {
        assert.equal(JSON.parse((await runtime.invoke({})).body.toString()).errorMessage, 'by context');
      });
    });

    it('count their first completion only', async () => {
      await callback('first', async (runtime) => {
        assert.equal((await runtime.invoke({})).body.toString(), '"first"');
        assert.equal((await runtime.invoke({})).body.toString(), '"first"');
      });
      await callback('contextDone', async (runtime) => {
        assert.equal((await runtime.invoke({})).body.toString(), '{"ok":true}');
      });
    });

    it('answer null when nothing is left to do and nothing was said', async () => {
      await callback('silent', async (runtime) => {
        assert.equal((await runtime.invoke({})).body.toString(), 'null');
      });
      await callback('legacyNever', async (runtime) => {
        assert.equal((await runtime.invoke({})).body.toString(), 'null');
      });
    });
  });
}
