import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { SandboxStrategy } from './sandbox/sandbox.ts';
import { probeHost } from './sandbox/process/host.ts';
import { type EngineFixture, startEngine } from './testing/engine-fixture.ts';

const REQUEST = 'a6e31bd1-7dbc-4e4c-a01b-b1c3f3c00003';
const { capabilities } = await probeHost();
const STRATEGIES = [...new Set<SandboxStrategy>([capabilities.strategy, 'plain'])];

/** Writes a file at the first call, does what the event says, tells what it finds. */
const KEEPER = `const { appendFileSync, readFileSync } = require('fs');
  const file = require('path').join(process.env.TMPDIR ?? '/tmp', 'state');
  let calls = 0;
  exports.handler = async (event) => {
    calls++;
    appendFileSync(file, event.mark);
    if (event.hang) for (;;);
    if (event.exit) process.exit(1);
    return [calls, readFileSync(file, 'utf8')];
  }`;

for (const strategy of STRATEGIES) {
  describe(`an environment that is reset (${strategy})`, () => {
    let fixture: EngineFixture;
    before(async () => {
      fixture = await startEngine({ spares: 1, strategy });
    });
    after(() => fixture[Symbol.asyncDispose]());

    it('keeps /tmp after a timeout and after crashes, but nothing in memory', async () => {
      const spec = await fixture.define(KEEPER, { timeoutSeconds: 3, memoryMb: 128 });
      assert.deepEqual((await fixture.invoke(spec, { mark: 'a' })).value, [1, 'a']);
      await fixture.invoke(spec, { mark: 'b', hang: true });
      assert.deepEqual((await fixture.invoke(spec, { mark: 'c' })).value, [1, 'abc']);
      await fixture.invoke(spec, { mark: 'd', exit: true });
      await fixture.invoke(spec, { mark: 'e', exit: true });
      const result = await fixture.invoke(spec, { mark: 'f' });
      assert.deepEqual(result.value, [1, 'abcdef']);
      assert.deepEqual((await fixture.invoke(spec, { mark: 'g' })).value, [2, 'abcdefg']);
    });

    it('gives its /tmp to no other environment', async () => {
      const spec = await fixture.define(KEEPER, { functionName: 'other' });
      assert.deepEqual((await fixture.invoke(spec, { mark: 'x' })).value, [1, 'x']);
    });
  });
}

describe('the log of an initialisation', () => {
  let fixture: EngineFixture;
  before(async () => {
    fixture = await startEngine();
  });
  after(() => fixture[Symbol.asyncDispose]());

  const written = async (functionName: string, last: RegExp) => {
    const messages = () =>
      fixture.log.filter((entry) => entry.group === `/aws/lambda/${functionName}`).map(({ message }) => message);
    while (!messages().some((message) => last.test(message))) await new Promise((resolve) => setImmediate(resolve));
    return messages();
  };

  it('that fails has INIT_REPORT for the init phase and for the invoke phase; INIT_START is in no tail', async () => {
    const spec = await fixture.define("throw new Error('no')", { functionName: 'broken' });
    const { tail } = await fixture.invoke(spec, {}, { requestId: REQUEST });
    assert.doesNotMatch(tail, /INIT_START/);
    const platform = (await written('broken', /^REPORT/)).filter((line) => /^(INIT_|START|END|REPORT)/.test(line));
    const starts = platform.map((line) => line.replace(/[\d.]+ ms/g, 'N ms').replace(/Version: .*/, 'Version'));
    assert.deepEqual(starts.slice(0, 5), [
      'INIT_START Runtime Version\n',
      'INIT_REPORT Init Duration: N ms\tPhase: init\tStatus: error\tError Type: Error\n',
      `START RequestId: ${REQUEST} Version\n`,
      'INIT_START Runtime Version\n',
      'INIT_REPORT Init Duration: N ms\tPhase: invoke\tStatus: error\tError Type: Error\n',
    ]);
  });

  it('that takes longer than the invocation has a timeout in the invoke phase', async () => {
    const spec = await fixture.define(
      "const { writeFileSync, existsSync } = require('fs'); if (!existsSync('/tmp/once')) { writeFileSync('/tmp/once', ''); process.exit(1); } for (;;);",
      { functionName: 'slow', timeoutSeconds: 1 },
    );
    const result = await fixture.invoke(spec, {}, { requestId: REQUEST });
    assert.deepEqual(result.value, {
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${REQUEST} Error: Task timed out after 1.00 seconds`,
    });
    assert.match(result.tail, /^INIT_REPORT Init Duration: [\d.]+ ms\tPhase: invoke\tStatus: timeout$/m);
    assert.match(result.tail, /\tStatus: timeout\n$/);
    assert.ok((await written('slow', /Phase: init\tStatus: error\tError Type: Runtime.ExitError/)).length > 0);
  });

  it('that exits is told in the log of the invocation, and has the exit status', async () => {
    const spec = await fixture.define('process.exit(4)', { functionName: 'leaver' });
    const result = await fixture.invoke(spec, {}, { requestId: REQUEST });
    const errorMessage = `RequestId: ${REQUEST} Error: Runtime exited with error: exit status 4`;
    assert.deepEqual(result.value, { errorType: 'Runtime.ExitError', errorMessage });
    assert.match(result.tail, new RegExp(`^${errorMessage}\\nRuntime.ExitError\\nEND`, 'm'));
  });

  it('in JSON has an event for each part of it and of the invocation', async () => {
    const logging = { group: '/aws/lambda/json', format: 'JSON', systemLevel: 'DEBUG' } as const;
    const spec = await fixture.define("exports.handler = async () => 'four'", { functionName: 'json', logging });
    const { tail } = await fixture.invoke(spec, {}, { requestId: REQUEST });
    const events = (await written('json', /platform.report/)).map(
      (line) => JSON.parse(line) as { type: string; record: Record<string, unknown> },
    );
    assert.deepEqual(
      events.map(({ type, record }) => [type, record['status'], record['phase']]),
      [
        ['platform.initStart', undefined, 'init'],
        ['platform.initRuntimeDone', 'success', 'init'],
        ['platform.initReport', 'success', 'init'],
        ['platform.start', undefined, undefined],
        ['platform.runtimeDone', 'success', undefined],
        ['platform.report', 'success', undefined],
      ],
    );
    assert.equal((events[4]!.record['metrics'] as { producedBytes: number }).producedBytes, '"four"'.length);
    assert.equal(tail.trim().split('\n').length, 3);
  });
});
