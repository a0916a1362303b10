import { afterCheck, checkNothingRuns, prepareProbe } from '../kit/after-check.ts';
import { alarmsIn, Hearth } from '../kit/hearth.ts';
import { isUnanswered, statusOf } from '../kit/ledger.ts';
import { runLoads } from '../kit/load.ts';
import { descendantsOf, isAlive } from '../kit/processes.ts';
import type { Storm, StormContext } from '../kit/storm.ts';
import { eventually } from '../kit/eventually.ts';
import { acknowledgedBy, allLoads } from '../loads/all.ts';

/** A kill comes just after one of so many changes was sent. */
const CHANGES = [15, 400] as const;

/** `kill -9` of the platform at a random moment of concurrent writes to every service, deployments in the middle. */
export const platformKilled: Storm = {
  name: 'platform-killed',
  promise:
    'kill -9 of the platform under writes to every service loses nothing acknowledged and leaves nothing half done',
  run: killAgainAndAgain,
};

async function killAgainAndAgain({ directory, random, endsAt, tally, defer }: StormContext): Promise<void> {
  const hearth = await Hearth.start({ data: `${directory}/data` });
  defer(() => hearth.kill());
  defer(() => tally.find(...alarmsIn(hearth.takeLog())));
  let changes = 0;
  let strikeAt = Infinity;
  const struck = { now: () => {} };
  const onBegin = () => {
    changes += 1;
    if (changes >= strikeAt) struck.now();
  };
  const loads = allLoads({ onBegin });
  for (const load of loads) await load.prepare(hearth.clients);
  await prepareProbe(hearth.clients);
  do {
    let killed = false;
    const strike = new Promise<void>((resolve) => (struck.now = resolve));
    strikeAt = changes + random.between(...CHANGES);
    // Refusals of 4xx are two lanes' business (a function that is being updated); an internal failure is a finding.
    const refusable = (error: unknown) => (isUnanswered(error) ? killed : (statusOf(error) ?? 500) < 500);
    const run = runLoads(loads, {
      clients: () => hearth.clients,
      random: random.fork(`round ${tally.rounds}`),
      refusable,
    });
    await Promise.race([strike, run.over]);
    const functions = descendantsOf(hearth.pid);
    killed = true;
    const gone = hearth.kill();
    await run.stop();
    await gone;
    if (!(await eventually(() => functions.every((pid) => !isAlive(pid)))))
      tally.find('a process of a function outlived the platform');
    await checkNothingRuns(hearth.data, tally);
    tally.measure('restart ms', await hearth.start());
    await afterCheck(hearth, loads, tally);
    tally.rounds += 1;
  } while (performance.now() < endsAt && tally.found.length === 0);
  await hearth.stop();
  await checkNothingRuns(hearth.data, tally);
  tally.acknowledged = acknowledgedBy(loads);
}
