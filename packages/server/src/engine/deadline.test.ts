import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Deadline } from './deadline.ts';

const LIMIT_MS = 30;

/** Resolves with how long it took from `begin`, in ms. */
function passed(run: (deadline: Deadline) => void): Promise<number> {
  return new Promise((resolve) => {
    const deadline = new Deadline(LIMIT_MS, () => resolve(performance.now()));
    run(deadline);
  });
}

describe('a deadline', () => {
  it('passes when its time is over', async () => {
    const began = performance.now();
    const at = await passed((deadline) => deadline.begin(began));
    assert.ok(at - began >= LIMIT_MS);
  });

  it('counts for what runs, not for what the timer was armed by', async () => {
    const began = performance.now();
    const at = await passed((deadline) => {
      deadline.begin(began - LIMIT_MS);
      deadline.met();
      deadline.begin(began);
    });
    assert.ok(at - began >= LIMIT_MS);
  });

  it('that was met or stopped does not pass', async () => {
    const outcomes: string[] = [];
    const met = new Deadline(LIMIT_MS, () => outcomes.push('met'));
    met.begin(performance.now());
    met.met();
    const stopped = new Deadline(LIMIT_MS, () => outcomes.push('stopped'));
    stopped.begin(performance.now());
    stopped.stop();
    await passed((deadline) => deadline.begin(performance.now()));
    assert.deepEqual(outcomes, []);
    met.stop();
  });
});
