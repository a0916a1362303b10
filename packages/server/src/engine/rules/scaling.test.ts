import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { environmentsToStart, type PoolLoad } from './scaling.ts';

const IDLE: PoolLoad = {
  waiting: 1,
  starting: 0,
  busy: 0,
  meanDurationMs: null,
  meanAgeMs: 0,
  oldestAgeMs: 0,
  queuedMs: 0,
  startCostMs: 50,
  idleShare: 1,
  parallelism: 2,
  room: 100,
};

/** The environments that so many clients end up with, when each start is done before the next decision. */
function settled({
  clients,
  durationMs,
  idleShare,
}: {
  clients: number;
  durationMs: number;
  idleShare: number;
}): number {
  for (let busy = 1; ;) {
    // Evenly spread: the oldest is about to end.
    const load = {
      ...IDLE,
      waiting: clients - busy,
      busy,
      meanDurationMs: durationMs,
      oldestAgeMs: durationMs,
      idleShare,
    };
    const started = environmentsToStart(load);
    if (started === 0) return busy;
    busy += started;
  }
}

describe('environmentsToStart', () => {
  it('starts one for the first request', () => {
    assert.equal(environmentsToStart(IDLE), 1);
    assert.equal(environmentsToStart({ ...IDLE, meanDurationMs: 1 }), 1);
  });

  it('starts none for a request that an environment on its way will take', () => {
    assert.equal(environmentsToStart({ ...IDLE, starting: 1 }), 0);
  });

  it('starts as many first calls of unknown duration at once as the CPUs can, and the next when those run', () => {
    const burst = { ...IDLE, waiting: 10 };
    assert.equal(environmentsToStart(burst), 8);
    assert.equal(environmentsToStart({ ...burst, starting: 8 }), 0);
    assert.equal(environmentsToStart({ ...burst, waiting: 9, starting: 7, busy: 1, meanAgeMs: 1 }), 0);
    assert.equal(environmentsToStart({ ...burst, waiting: 9, starting: 7, busy: 1, meanAgeMs: 10 }), 1);
    assert.equal(environmentsToStart({ ...burst, waiting: 9, starting: 7, busy: 1, meanAgeMs: 10, idleShare: 0 }), 1);
  });

  it('lets 64 clients of a millisecond function share a handful', () => {
    assert.equal(settled({ clients: 64, durationMs: 1, idleShare: 1 }), 2);
    const saturated = { ...IDLE, waiting: 56, busy: 8, meanDurationMs: 12, startCostMs: 150, idleShare: 0 };
    assert.equal(environmentsToStart(saturated), 0);
  });

  it('gives a queue that lasts two for each CPU, one after the other', () => {
    const queue = { ...IDLE, waiting: 60, busy: 2, meanDurationMs: 0.1, queuedMs: 200 };
    assert.equal(environmentsToStart(queue), 1);
    assert.equal(environmentsToStart({ ...queue, queuedMs: 90 }), 0, 'a burst');
    assert.equal(environmentsToStart({ ...queue, starting: 1 }), 1);
    assert.equal(environmentsToStart({ ...queue, busy: 3, starting: 1 }), 0, 'two for each of two CPUs');
    assert.equal(environmentsToStart({ ...queue, idleShare: 0.2 }), 0, 'a start would cost 250 ms');
    assert.equal(environmentsToStart({ ...queue, idleShare: 0.2, queuedMs: 300 }), 1);
    assert.equal(environmentsToStart({ ...queue, idleShare: 0, queuedMs: 60_000 }), 0, 'nothing to spare');
  });

  it('gives ten clients of a one-second function one each', () => {
    assert.equal(settled({ clients: 10, durationMs: 1000, idleShare: 1 }), 10);
  });

  it('waits for none of those that began just now, unless they are quick', () => {
    const together = { ...IDLE, busy: 9, meanDurationMs: 1000 };
    assert.equal(environmentsToStart({ ...together, oldestAgeMs: 10 }), 1);
    assert.equal(environmentsToStart({ ...together, busy: 30, oldestAgeMs: 990 }), 0);
    assert.equal(environmentsToStart({ ...together, meanDurationMs: 20, oldestAgeMs: 0 }), 0);
  });

  it('starts fewer when the CPUs are busy, which more environments could only share', () => {
    const clients = 40;
    assert.equal(settled({ clients, durationMs: 100, idleShare: 1 }), 27);
    assert.equal(settled({ clients, durationMs: 100, idleShare: 0.25 }), 14);
    assert.equal(settled({ clients, durationMs: 100, idleShare: 0 }), 4);
  });

  it('takes the age of what runs for its duration when that is longer than it used to be', () => {
    assert.equal(environmentsToStart({ ...IDLE, busy: 1, meanDurationMs: 1, meanAgeMs: 5 }), 0);
    assert.equal(environmentsToStart({ ...IDLE, busy: 1, meanDurationMs: 1, meanAgeMs: 500 }), 1);
    assert.equal(environmentsToStart({ ...IDLE, busy: 1, meanDurationMs: 1, meanAgeMs: 500, idleShare: 0 }), 0);
  });

  it('does not take one moment in which all were held up for what calls take', () => {
    const heldUp = {
      ...IDLE,
      waiting: 60,
      busy: 4,
      meanDurationMs: 0.1,
      meanAgeMs: 8,
      oldestAgeMs: 8,
      startCostMs: 20,
    };
    assert.equal(environmentsToStart(heldUp), 0);
    assert.equal(environmentsToStart({ ...heldUp, meanAgeMs: 21, oldestAgeMs: 21 }), 4, 'older than a start takes');
  });

  it('never starts more than memory has room for', () => {
    assert.equal(environmentsToStart({ ...IDLE, waiting: 10, room: 3 }), 3);
    assert.equal(environmentsToStart({ ...IDLE, waiting: 10, room: 0 }), 0);
  });
});
