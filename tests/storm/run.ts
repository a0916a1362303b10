/**
 * The storms in their long form: `npm run storm -- [--minutes N] [--seed S] [--only NAME]…`. Ends with a table; fails
 * when anything was lost or found, or a storm could not run.
 */
import { parseArgs } from 'node:util';
import { runStorm } from './kit/run-storm.ts';
import type { Tally } from './kit/storm.ts';
import { tableOf } from './kit/table.ts';
import { storms } from './faults/all.ts';

const MINUTE_MS = 60_000;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string' },
    only: { type: 'string', multiple: true },
  },
});
const chosen = storms.filter(({ name }) => !values.only || values.only.includes(name));
if (chosen.length === 0) throw new Error(`--only takes ${storms.map(({ name }) => name).join(', ')}`);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 32));
const forMs = (Number(values.minutes) * MINUTE_MS) / chosen.length;

console.log(`seed ${seed}: repeat with --seed ${seed}\n`);
const results: [string, Tally][] = [];
for (const storm of chosen) {
  console.log(`${storm.name}: ${storm.promise}`);
  const tally = await runStorm(storm, seed, forMs);
  for (const finding of tally.found) console.log(`  found: ${finding}`);
  if (tally.notRun) console.log(`  NOT RUN: ${tally.notRun}`);
  results.push([storm.name, tally]);
}
console.log(`\n${tableOf(results)}`);
process.exitCode = results.every(([, it]) => it.found.length === 0 && it.lost === 0 && !it.notRun) ? 0 : 1;
