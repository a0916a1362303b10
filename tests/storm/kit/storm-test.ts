import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineOf } from './table.ts';
import { runStorm } from './run-storm.ts';
import type { Storm } from './storm.ts';

/** The short form takes this long, and what a round needs beyond it. */
const SHORT_MS = 4_000;

/** A storm in its short form, as a test: `STORM_SEED` repeats one. */
export function stormTest(storm: Storm): void {
  test(storm.promise, { timeout: 170_000 }, async (t) => {
    const seed = Number(process.env['STORM_SEED'] ?? Math.floor(Math.random() * 2 ** 32));
    const tally = await runStorm(storm, seed, SHORT_MS);
    const repeat = `repeat it with STORM_SEED=${seed}`;
    t.diagnostic(`${lineOf(storm.name, tally)} (${repeat})`);
    // Never silent; in the long form it is a failure.
    if (tally.notRun) return console.error(`\nNOT RUN: the storm ${storm.name}: ${tally.notRun}\n`);
    assert.deepEqual(tally.found, [], repeat);
    assert.equal(tally.lost, 0);
    assert.ok(tally.rounds > 0);
  });
}
