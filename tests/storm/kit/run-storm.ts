import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from './random.ts';
import { type Storm, Tally } from './storm.ts';

/** Runs a storm for `forMs`. Whatever it found, and whatever it threw, is in the tally. */
export async function runStorm(storm: Storm, seed: number, forMs: number): Promise<Tally> {
  const tally = new Tally();
  const directory = mkdtempSync(join(tmpdir(), `hearth-storm-${storm.name}-`));
  const deferred: (() => unknown)[] = [() => rmSync(directory, { recursive: true, force: true })];
  const random = new Random(seed).fork(storm.name);
  const endsAt = performance.now() + forMs;
  try {
    await storm.run({ random, endsAt, directory, tally, defer: (task) => deferred.push(task) });
  } catch (error) {
    tally.find(`the storm broke off: ${toldOf(error)}`);
  }
  for (const task of deferred.toReversed()) await task();
  return tally;
}

function toldOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.slice(0, 3).map(toldOf).join('\n');
  if (!(error instanceof Error)) return String(error);
  return error.cause ? `${error.message}: ${toldOf(error.cause)}` : (error.stack ?? error.message);
}
