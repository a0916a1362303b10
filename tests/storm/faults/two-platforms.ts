import { afterCheck, checkNothingRuns, prepareProbe } from '../kit/after-check.ts';
import { alarmsIn, Hearth } from '../kit/hearth.ts';
import { Ledger, statusOf } from '../kit/ledger.ts';
import { runLoads } from '../kit/load.ts';
import type { Storm, StormContext, Tally } from '../kit/storm.ts';
import { acknowledgedBy } from '../loads/all.ts';
import { S3Load } from '../loads/s3.ts';

const RIVALS = 3;

/** More platforms are started on a directory that is in use, and several at once on one that is free. */
export const twoPlatforms: Storm = {
  name: 'two-platforms',
  promise: 'of several platforms on one data directory exactly one runs, and the others name it and leave no trace',
  run: competeAgainAndAgain,
};

async function competeAgainAndAgain({ directory, random, endsAt, tally, defer }: StormContext): Promise<void> {
  const data = `${directory}/data`;
  const first = await Hearth.start({ data });
  defer(() => first.kill());
  defer(() => tally.find(...alarmsIn(first.takeLog())));
  const loads = [new S3Load(new Ledger())];
  for (const load of loads) await load.prepare(first.clients);
  await prepareProbe(first.clients);
  do {
    const refusable = (error: unknown) => (statusOf(error) ?? 500) < 500;
    const run = runLoads(loads, { clients: () => first.clients, random: random.fork(`${tally.rounds}`), refusable });
    await Promise.all(Array.from({ length: RIVALS }, () => beRefused(data, first, tally)));
    await run.stop();
    await afterCheck(first, loads, tally);
    await raceForFree(`${directory}/free-${tally.rounds}`, tally);
    // The lock ends with its holder, however that ends.
    await first.kill();
    await first.start();
    tally.rounds += 1;
  } while (performance.now() < endsAt && tally.found.length === 0);
  tally.acknowledged = acknowledgedBy(loads);
  await first.stop();
  await checkNothingRuns(data, tally);
}

async function beRefused(data: string, holder: Hearth, tally: Tally): Promise<void> {
  const told = await Hearth.start({ data }).then(
    async (rival) => {
      await rival.kill();
      return 'nothing: it ran';
    },
    (error: unknown) => String(error),
  );
  if (told.includes(`pid ${holder.pid}`) && told.includes(holder.endpoint)) return;
  tally.find(`a second platform said ${told}`);
}

async function raceForFree(data: string, tally: Tally): Promise<void> {
  const started = await Promise.allSettled(Array.from({ length: RIVALS }, () => Hearth.start({ data })));
  const winners = started.flatMap((it) => (it.status === 'fulfilled' ? [it.value] : []));
  if (winners.length !== 1) tally.find(`${winners.length} of ${RIVALS} platforms started on one free directory`);
  for (const { endpoint } of winners) {
    const { ok } = await fetch(`${endpoint}/_hearth/health`);
    if (!ok) tally.find('the platform that won is not well');
  }
  await Promise.all(winners.map((winner) => winner.stop()));
  await checkNothingRuns(data, tally);
}
