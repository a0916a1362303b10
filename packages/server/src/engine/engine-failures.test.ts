import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type EngineFixture, startEngine } from './testing/engine-fixture.ts';

const REQUEST = 'a6e31bd1-7dbc-4e4c-a01b-b1c3f3c00002';

describe('a failing function', () => {
  let fixture: EngineFixture;
  before(async () => {
    fixture = await startEngine({ spares: 1 });
  });
  after(() => fixture[Symbol.asyncDispose]());

  it('that throws is answered with its error, and its environment stays', async () => {
    const spec = await fixture.define(
      "let n = 0; exports.handler = async () => { n++; if (n === 1) throw new TypeError('no'); return n; }",
    );
    const failed = await fixture.invoke(spec);
    assert.equal(failed.functionError, 'Unhandled');
    const { errorType, errorMessage } = failed.value as { errorType: string; errorMessage: string };
    assert.deepEqual([errorType, errorMessage], ['TypeError', 'no']);
    assert.doesNotMatch(failed.tail, /Status:/);
    assert.equal((await fixture.invoke(spec)).value, 2);
  });

  it('that takes too long is ended at its timeout, and starts again in the next invocation', async () => {
    const spec = await fixture.define(
      'let calls = 0; exports.handler = async (event) => { calls++; if (event.hang) for (;;); return calls; }',
      { timeoutSeconds: 1 },
    );
    const timedOut = await fixture.invoke(spec, { hang: true }, { requestId: REQUEST });
    assert.deepEqual(timedOut.value, {
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${REQUEST} Error: Task timed out after 1.00 seconds`,
    });
    assert.match(timedOut.tail, new RegExp(`^\\S+Z ${REQUEST} Task timed out after 1.00 seconds\\n\\nEND`, 'm'));
    assert.match(timedOut.tail, /\tDuration: 1000.00 ms\t.*\tStatus: timeout\n$/m);
    const again = await fixture.invoke(spec);
    assert.equal(again.value, 1);
    assert.equal(again.metrics.initMs, undefined);
  });

  for (const [code, message] of [
    [0, 'Runtime exited without providing a reason'],
    [7, 'Runtime exited with error: exit status 7'],
  ] as const) {
    it(`that calls process.exit(${code}) is answered with Runtime.ExitError`, async () => {
      const spec = await fixture.define(`exports.handler = async () => { console.log('bye'); process.exit(${code}) }`);
      const result = await fixture.invoke(spec, {}, { requestId: REQUEST });
      assert.deepEqual(result.value, {
        errorType: 'Runtime.ExitError',
        errorMessage: `RequestId: ${REQUEST} Error: ${message}`,
      });
      assert.match(result.tail, /\tbye\n/);
      assert.match(result.tail, new RegExp(`^RequestId: ${REQUEST} Error: ${message}\\nRuntime.ExitError\\nEND`, 'm'));
      assert.match(result.tail, /\tStatus: error\tError Type: Runtime.ExitError\n$/);
    });
  }

  it('that kills itself is answered with the signal', async () => {
    const spec = await fixture.define(
      "exports.handler = async () => { process.kill(process.pid, 'SIGKILL'); await new Promise(() => {}) }",
    );
    const result = await fixture.invoke(spec, {}, { requestId: REQUEST });
    assert.deepEqual(result.value, {
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${REQUEST} Error: Runtime exited with error: signal: killed`,
    });
    assert.doesNotMatch(result.tail, /^Killed$/m, "what the sandbox's shell says is not the function's");
    assert.doesNotMatch(result.tail, /Max Memory Used: 0 MB/);
  });

  it('that needs more memory than it has is killed, and REPORT says so', async () => {
    const spec = await fixture.define(
      'const all = []; exports.handler = () => new Promise(() => setInterval(() => all.push(Buffer.alloc(16e6, 1)), 5))',
      {
        memoryMb: 128,
      },
    );
    const result = await fixture.invoke(spec, {}, { requestId: REQUEST });
    assert.deepEqual(result.value, {
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${REQUEST} Error: Runtime exited with error: signal: killed`,
    });
    assert.match(result.tail, /\tMax Memory Used: 128 MB\t.*Status: error\tError Type: Runtime.OutOfMemory\n$/);
  });

  it('that fails while it is loaded says why, after a second attempt within the invocation', async () => {
    const spec = await fixture.define("require('missing-module')", { functionName: 'broken' });
    const result = await fixture.invoke(spec);
    assert.equal((result.value as { errorType: string }).errorType, 'Runtime.ImportModuleError');
    assert.match(
      result.tail,
      /INIT_REPORT Init Duration: [\d.]+ ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ImportModuleError\n/,
    );
    assert.match(result.tail, /\tStatus: error\tError Type: Runtime.ImportModuleError\n$/);
  });

  it('whose promise is rejected by nobody ends its runtime, and the next invocation has a new one', async () => {
    const spec = await fixture.define(
      "let n = 0; exports.handler = async (event) => { n++; if (event.bad) { Promise.reject(new Error('lost')); await new Promise(r => setTimeout(r, 1000)); } return n; }",
    );
    assert.equal((await fixture.invoke(spec)).value, 1);
    const result = await fixture.invoke(spec, { bad: true });
    assert.equal((result.value as { errorType: string }).errorType, 'Runtime.UnhandledPromiseRejection');
    assert.equal((await fixture.invoke(spec)).value, 1);
  });

  it('whose answer is too large is told so, and goes on', async () => {
    const spec = await fixture.define(
      "let n = 0; exports.handler = async () => { n++; return n === 1 ? 'x'.repeat(6291556) : n }",
    );
    assert.deepEqual((await fixture.invoke(spec)).value, {
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      errorType: 'Function.ResponseSizeTooLarge',
    });
    assert.equal((await fixture.invoke(spec)).value, 2);
  });

  it('that ends between two invocations is started again for whoever calls then', async () => {
    const spec = await fixture.define(
      'let n = 0; exports.handler = async (event) => { if (event.die) setImmediate(() => process.exit(3)); return ++n; }',
    );
    for (let round = 0; round < 5; round++) {
      await fixture.invoke(spec, { die: true });
      // Its end may be noticed before or after the first of these has been sent to it.
      const results = await Promise.all([{}, {}, {}].map((event) => fixture.invoke(spec, event)));
      const kinds = results.map(({ value }) => (value as { errorType?: string }).errorType ?? typeof value);
      assert.ok(
        kinds.every((kind) => kind === 'number' || kind === 'Runtime.ExitError'),
        kinds.join(),
      );
    }
  });

  it('does not touch its neighbours', async () => {
    const spec = await fixture.define(
      'exports.handler = async (event) => { if (event.die) process.exit(1); await new Promise(r => setTimeout(r, 300)); return process.pid > 0 }',
    );
    const results = await Promise.all(
      [{}, { die: true }, {}, { die: true }, {}].map((event) => fixture.invoke(spec, event)),
    );
    assert.deepEqual(
      results.map((result) => result.functionError),
      [undefined, 'Unhandled', undefined, 'Unhandled', undefined],
    );
  });

  it('cannot be prepared from something that is no zip', async () => {
    const spec = await fixture.define('');
    const { writeFile } = await import('node:fs/promises');
    await writeFile(`${fixture.directory}/blobs/${spec.code.sha256}`, 'not a zip');
    assert.deepEqual(await fixture.engine.prepare(spec), {
      code: 'InvalidZipFile',
      reason: 'Could not unzip uploaded file. Please check your file, then try to upload again.',
    });
  });
});
