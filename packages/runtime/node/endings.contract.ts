import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { NodeCase } from './node-case.ts';

export function describeEndings(node: NodeCase): void {
  describe('ends', () => {
    it('ends with 128 on an unhandled rejection, answering with it', () =>
      node.withHandler('index.rejects', async (runtime) => {
        const { errorType, body, logs, leaving } = await runtime.invoke({});
        assert.equal(errorType, 'Runtime.UnhandledPromiseRejection');
        assert.ok(leaving);
        assert.equal(JSON.parse(body.toString()).errorMessage, 'Error: forgotten');
        assert.match(
          logs[0]!.text,
          /\tERROR\tUnhandled Promise Rejection \t\{"errorType":"Runtime\.UnhandledPromiseRejection"/,
        );
        assert.equal((await runtime.exited).code, 128);
      }));

    it('ends with 129 on an uncaught exception, answering with it', () =>
      node.withHandler('index.uncaught', async (runtime) => {
        const { errorType, logs, leaving } = await runtime.invoke({});
        assert.equal(errorType, 'Error');
        assert.ok(leaving);
        assert.match(logs[0]!.text, /\tERROR\tUncaught Exception \t\{"errorType":"Error","errorMessage":"out of band"/);
        assert.equal((await runtime.exited).code, 129);
      }));

    it('loses no log line when the function exits', () =>
      node.withHandler('index.exits', async (runtime) => {
        runtime.start({});
        assert.match((await runtime.next()).bytes.toString('utf8', 9), /\tINFO\tlast words$/);
        assert.equal((await runtime.exited).code, 7);
      }));

    it('loses no log line when the function exits with more written than the socket holds', () =>
      node.withHandler('index.floods', async (runtime) => {
        runtime.start({});
        for (let count = 0; count < 3000; count++) {
          assert.match((await runtime.next()).bytes.toString('utf8', 9), new RegExp(`\tINFO\t${count}\\.`));
        }
        assert.equal((await runtime.exited).code, 0);
      }));
  });
}
