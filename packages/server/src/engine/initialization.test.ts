import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Initialization } from './initialization.ts';

describe('an initialisation', () => {
  it('that takes longer than its limit has timed out', async () => {
    const outcome = await new Initialization(1).outcome;
    assert.ok(!outcome.ok);
    assert.deepEqual(outcome.failure, { status: 'timeout' });
  });

  it('counts its first end', async () => {
    const initialization = new Initialization(null);
    initialization.succeeded();
    initialization.exited({ status: 1, signal: null, outOfMemory: false });
    assert.deepEqual(await initialization.outcome, { ok: true });
  });

  it('that exits is a Runtime.ExitError with the request of whom it happened to', async () => {
    const initialization = new Initialization(null);
    initialization.exited({ status: 1, signal: null, outOfMemory: false });
    const outcome = await initialization.outcome;
    assert.ok(!outcome.ok);
    assert.deepEqual(outcome.failure, { status: 'error', errorType: 'Runtime.ExitError' });
    const errorMessage = 'RequestId: id Error: Runtime exited with error: exit status 1';
    assert.deepEqual(JSON.parse(outcome.fault('id').payload.toString()), {
      errorType: 'Runtime.ExitError',
      errorMessage,
    });
  });
});
