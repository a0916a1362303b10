import { setTimeout as pause } from 'node:timers/promises';
import { PostgresServer } from '../../../packages/server/src/storage/testing/postgres-server.ts';
import { checkAnswers, checkNothingRuns, prepareProbe } from '../kit/after-check.ts';
import { alarmsIn, Hearth } from '../kit/hearth.ts';
import { statusOf } from '../kit/ledger.ts';
import { runLoads } from '../kit/load.ts';
import type { Storm, StormContext } from '../kit/storm.ts';
import { acknowledgedBy, allLoads } from '../loads/all.ts';

const AWAY_FOR_MS = [0, 1_200] as const;
/** A commit whose connection broke may stand or not, and says so: its caller gets an internal failure. */
const isServerFault = (error: unknown) => (statusOf(error) ?? 0) >= 500;
/** What the platform may say about it in its log. */
const ABOUT_POSTGRES =
  /PostgreSQL|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|Connection terminated|57P0|terminating connection|telemetry/;

/** The database server crashes under writes to every service and comes back. */
export const postgresRestarted: Storm = {
  name: 'postgres-restarted',
  promise: 'a PostgreSQL server that crashes and comes back under load costs no acknowledged change and no restart',
  run: restartAgainAndAgain,
};

async function restartAgainAndAgain({ directory, random, endsAt, tally, defer }: StormContext): Promise<void> {
  const server = await PostgresServer.start();
  defer(() => server.stop());
  const hearth = await Hearth.start({ data: `${directory}/data`, database: await server.createDatabase() });
  defer(() => hearth.kill());
  const loads = allLoads({ isUnknown: isServerFault, workMayFail: true });
  for (const load of loads) await load.prepare(hearth.clients);
  await prepareProbe(hearth.clients);
  do {
    const refusable = (error: unknown) => (statusOf(error) ?? 0) >= 400;
    const run = runLoads(loads, { clients: () => hearth.clients, random: random.fork(`${tally.rounds}`), refusable });
    for (let crash = 0; crash < 2; crash++) {
      await pause(random.between(300, 1_500));
      await server.halt();
      await pause(random.between(...AWAY_FOR_MS));
      await server.resume();
    }
    await pause(random.between(100, 500));
    await run.stop();
    await checkAnswers(hearth, loads, tally);
    tally.rounds += 1;
    const other = hearth.takeLog().filter((line) => !ABOUT_POSTGRES.test(line));
    tally.find(...new Set(alarmsIn(other)));
  } while (performance.now() < endsAt && tally.found.length === 0);
  tally.acknowledged = acknowledgedBy(loads);
  tally.measure(
    'in doubt',
    loads.reduce((sum, { ledger }) => sum + ledger.unknown, 0),
  );
  await hearth.stop();
  await checkNothingRuns(hearth.data, tally);
}
