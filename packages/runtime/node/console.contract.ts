import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { REQUEST_ID } from '../test-support/function-fixture.ts';
import type { NodeCase } from './node-case.ts';

const LINE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\t(.*)$/s;

export function describeConsole(node: NodeCase): void {
  describe('console output', () => {
    it('writes console output in the text format, each call one event, in order', () =>
      node.withHandler('index.logs', async (runtime) => {
        const { logs, body } = await runtime.invoke({});
        assert.equal(body.toString(), '"done"');
        assert.deepEqual(
          logs.map(({ text }) => LINE.exec(text)?.[1]),
          [
            `${REQUEST_ID}\tINFO\tone 1 { a: [ 1 ] }`,
            `${REQUEST_ID}\tERROR\ttwo\nlines`,
            `${REQUEST_ID}\tWARN\tw`,
            `${REQUEST_ID}\tDEBUG\td`,
            `${REQUEST_ID}\tINFO\ti`,
            `${REQUEST_ID}\tTRACE\tt`,
          ],
        );
        assert.deepEqual(
          logs.map(({ level }) => level),
          [3, 5, 4, 2, 3, 1],
        );
      }));

    it('writes console output as JSON from the wanted level on', () =>
      node.withHandler(
        'index.jsonLogs',
        async (runtime) => {
          const { logs } = await runtime.invoke({});
          assert.equal(logs.length, 2);
          const [first, second] = logs.map(({ text }) => JSON.parse(text));
          assert.deepEqual(
            { ...first, timestamp: '' },
            { timestamp: '', level: 'INFO', requestId: REQUEST_ID, message: { a: 1 } },
          );
          assert.equal(second.level, 'ERROR');
          assert.equal(second.errorType, 'RangeError');
          assert.equal(second.errorMessage, 'r');
          assert.ok(second.message.startsWith('failed RangeError: r'));
          assert.ok(Array.isArray(second.stackTrace));
        },
        undefined,
        { logFormat: 'JSON', logLevel: 'INFO' },
      ));
    it('sends a log line before the function goes on, even if it never yields again', () =>
      node.withHandler('index.spins', async (runtime) => {
        runtime.start({});
        assert.match((await runtime.next()).bytes.toString(), /before$/);
        assert.match((await runtime.next()).bytes.toString(), /spinning$/);
      }));

    it('leaves raw writes to standard output and error alone', () =>
      node.withHandler('index.raw', async (runtime) => {
        assert.deepEqual((await runtime.invoke({})).logs, []);
        await runtime.stop();
        assert.equal(runtime.stdout, 'raw out\n');
        assert.equal(runtime.stderr, 'raw err\n');
      }));
  });
}
