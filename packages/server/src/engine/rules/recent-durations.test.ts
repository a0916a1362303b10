import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RecentDurations } from './recent-durations.ts';

function after(...runs: readonly { readonly calls: number; readonly ms: number }[]): number {
  const durations = new RecentDurations();
  for (const { calls, ms } of runs) for (let call = 0; call < calls; call++) durations.add(ms);
  assert.ok(durations.meanMs !== null);
  return durations.meanMs;
}

describe('recent durations', () => {
  it('are unknown before the first call has ended, then its own', () => {
    assert.equal(new RecentDurations().meanMs, null);
    assert.equal(after({ calls: 1, ms: 300 }), 300);
  });

  it('forget a slow first call within some calls', () => {
    const mean = after({ calls: 1, ms: 5000 }, { calls: 40, ms: 0.1 });
    assert.ok(mean < 1, String(mean));
  });

  it('do not take one halt of the machine, which each call under way lived through, for what calls take', () => {
    const mean = after({ calls: 10_000, ms: 0.1 }, { calls: 4, ms: 7 });
    assert.ok(mean < 0.2, String(mean));
    const twice = after({ calls: 10_000, ms: 0.1 }, { calls: 4, ms: 7 }, { calls: 100, ms: 0.1 }, { calls: 4, ms: 7 });
    assert.ok(twice < 0.2, String(twice));
  });

  it('follow within some calls what has really become slower or faster', () => {
    const slower = after({ calls: 10_000, ms: 0.1 }, { calls: 10, ms: 1000 });
    assert.ok(slower > 500, String(slower));
    const faster = after({ calls: 100, ms: 1000 }, { calls: 20, ms: 10 });
    assert.ok(faster < 30, String(faster));
  });

  it('are the mean of calls that differ', () => {
    const runs = Array.from({ length: 100 }, () => [
      { calls: 1, ms: 1000 },
      { calls: 1, ms: 10 },
    ]).flat();
    const mean = after(...runs);
    assert.ok(mean > 350 && mean < 650, String(mean));
  });
});
