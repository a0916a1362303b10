import { setTimeout as pause } from 'node:timers/promises';
import { afterCheck, prepareProbe } from '../kit/after-check.ts';
import { alarmsIn, Hearth } from '../kit/hearth.ts';
import { Ledger, statusOf } from '../kit/ledger.ts';
import { runLoads } from '../kit/load.ts';
import type { Storm, StormContext } from '../kit/storm.ts';
import { acknowledgedBy } from '../loads/all.ts';
import { LogsLoad } from '../loads/logs.ts';

/** The thread that writes logs is ended over and over while events come in. */
export const logWorkerKilled: Storm = {
  name: 'log-worker-killed',
  promise: 'the end of the thread that writes logs loses no event that PutLogEvents acknowledged',
  run: endWorkers,
};

async function endWorkers(context: StormContext): Promise<void> {
  const { directory, random, endsAt, tally, defer } = context;
  const hearth = await Hearth.start({ data: `${directory}/data`, ordered: true });
  defer(() => hearth.kill());
  const loads = [new LogsLoad(new Ledger({ isUnknown: (error) => statusOf(error) === 500 }))];
  for (const load of loads) await load.prepare(hearth.clients);
  await prepareProbe(hearth.clients);
  do {
    // A batch whose thread ended is refused as an internal failure: whether it stands, nobody knows.
    const run = runLoads(loads, {
      clients: () => hearth.clients,
      random: random.fork(`${tally.rounds}`),
      refusable: (error) => statusOf(error) !== undefined,
    });
    for (let ends = 0; ends < 20; ends++) {
      await pause(random.between(1, 30));
      await hearth.order({ kind: 'end-workers' });
    }
    await run.stop();
    await afterCheck(hearth, loads, tally);
    tally.rounds += 1;
  } while (performance.now() < endsAt && tally.found.length === 0);
  tally.acknowledged = acknowledgedBy(loads);
  tally.measure(
    'batches refused',
    loads.reduce((sum, { ledger }) => sum + ledger.refused + ledger.unknown, 0),
  );
  const others = alarmsIn(hearth.takeLog()).filter((line) => !/telemetry|logsBlocks|logsActivity/.test(line));
  tally.find(...others);
}
