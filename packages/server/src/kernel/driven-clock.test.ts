import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DrivenClock } from './driven-clock.ts';
import { Lifecycle } from './lifecycle.ts';
import { silentLogger } from './logger.ts';

test('advancing runs what falls due in order of time, then of scheduling', async () => {
  const clock = new DrivenClock(0);
  const ran: string[] = [];
  clock.schedule(20, () => ran.push('late'));
  clock.schedule(10, () => ran.push('first'));
  clock.schedule(10, () => ran.push('second'));
  const cancelled = clock.schedule(5, () => ran.push('never'));
  cancelled.cancel();
  await clock.advance(15);
  assert.deepEqual(ran, ['first', 'second']);
  assert.equal(clock.now(), 15);
  await clock.advance(5);
  assert.deepEqual(ran, ['first', 'second', 'late']);
});

test('a task may schedule another one within the same advance', async () => {
  const clock = new DrivenClock(0);
  const at: number[] = [];
  const again = () => {
    at.push(clock.now());
    if (at.length < 3) clock.schedule(10, again);
  };
  clock.schedule(10, again);
  await clock.advance(100);
  assert.deepEqual(at, [10, 20, 30]);
});

test('a sleep ends when it is aborted', async () => {
  const abort = new AbortController();
  const sleeping = new DrivenClock(0).sleep(1000, abort.signal);
  abort.abort(new Error('enough'));
  await assert.rejects(sleeping, /enough/);
});

test('parts stop in reverse order, also when one of them throws', async () => {
  const stopped: string[] = [];
  const lifecycle = new Lifecycle(silentLogger);
  lifecycle.onStop('first', (graceMs) => void stopped.push(`first ${graceMs}`));
  lifecycle.onStop('second', () => {
    stopped.push('second');
    throw new Error('broken');
  });
  await lifecycle.stop(7);
  await lifecycle.stop(7);
  assert.deepEqual(stopped, ['second', 'first 7']);
});
