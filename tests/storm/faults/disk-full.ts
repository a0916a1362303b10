import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterCheck, checkAnswers, checkNothingRuns, prepareProbe } from '../kit/after-check.ts';
import { eventually } from '../kit/eventually.ts';
import { alarmsIn, Hearth } from '../kit/hearth.ts';
import { statusOf } from '../kit/ledger.ts';
import { type Load, runLoads } from '../kit/load.ts';
import { smallDisk } from '../kit/mount.ts';
import type { Storm, StormContext, Tally } from '../kit/storm.ts';
import { acknowledgedBy, allLoads } from '../loads/all.ts';

const DISK_MB = 192;
const FULL_FOR_MS = [300, 1_500] as const;
const FILL_BYTES = 64 * 1024;
/** What the platform says to a caller whose change it could not write. */
const REFUSAL =
  /^(InternalFailure|InternalError|ServiceException|ServiceFailure|ServiceUnavailable\w*|ServiceFailureException)$/;
/** How SQLite and the kernel say it, in the platform's log. */
const DISK_FULL = /disk is full|ENOSPC|disk I\/O error/;

/** The disk fills up under writes to every service, and gets space again. */
export const diskFull: Storm = {
  name: 'disk-full',
  promise:
    'a full disk refuses changes as internal failures and loses none; with space again all works without a restart',
  run: fillAgainAndAgain,
};

async function fillAgainAndAgain({ directory, random, endsAt, tally, defer }: StormContext): Promise<void> {
  const disk = smallDisk(join(directory, 'disk'), DISK_MB);
  if ('refused' in disk) {
    tally.notRun = `no tmpfs could be mounted: ${disk.refused}`;
    return;
  }
  defer(() => disk.remove());
  const hearth = await Hearth.start({ data: join(disk.path, 'data'), launcher: disk.launcher });
  defer(() => hearth.kill());
  const here = disk.seenFromHere(hearth.pid);
  const loads = allLoads({ workMayFail: true });
  for (const load of loads) await load.prepare(hearth.clients);
  await prepareProbe(hearth.clients);
  do {
    const refusals = new Map<string, number>();
    const refusable = (error: unknown) => isRefusal(error, refusals);
    const run = runLoads(loads, { clients: () => hearth.clients, random: random.fork(`${tally.rounds}`), refusable });
    await pause(random.between(100, 500));
    const filler = fill(here);
    const refilling = setInterval(() => filler.more(), 5);
    await pause(random.between(...FULL_FOR_MS));
    clearInterval(refilling);
    filler.remove();
    await checkWritable(loads, tally);
    await run.stop();
    for (const [what, count] of refusals) tally.measure(`refused as ${what}`, count);
    if (refusals.size === 0) tally.find('nothing was refused: the disk was not full');
    checkLog(hearth.takeLog(), tally);
    await checkAnswers(hearth, loads, tally);
    tally.rounds += 1;
  } while (performance.now() < endsAt && tally.found.length === 0);
  tally.acknowledged = acknowledgedBy(loads);
  await hearth.stop();
  await checkNothingRuns(hearth.data, tally);
  if (disk.launcher.length > 0) return;
  await hearth.start();
  await afterCheck(hearth, loads, tally);
  await hearth.stop();
}

function isRefusal(error: unknown, refusals: Map<string, number>): boolean {
  const status = statusOf(error);
  if (status === undefined || !(error instanceof Error)) return false;
  if (status < 500) return true;
  refusals.set(error.name, (refusals.get(error.name) ?? 0) + 1);
  return REFUSAL.test(error.name);
}

/** Every service takes changes again, by itself. */
async function checkWritable(loads: readonly Load[], tally: Tally): Promise<void> {
  for (const { name, ledger } of loads) {
    const before = ledger.acknowledged;
    if (!(await eventually(() => ledger.acknowledged > before)))
      tally.find(`${name} takes no changes though there is space`);
  }
}

/** The log names the disk as the cause, and knows no other trouble. */
function checkLog(log: readonly string[], tally: Tally): void {
  if (!log.some((line) => DISK_FULL.test(line))) tally.find('the log does not say that the disk is full');
  const other = log.filter((line) => !DISK_FULL.test(line));
  tally.find(...new Set(alarmsIn(other)));
}

/** Takes what space there is. */
function fill(directory: string): { more(): void; remove(): void } {
  const path = join(directory, 'filler');
  const file = openSync(path, 'w');
  const block = Buffer.alloc(FILL_BYTES, 1);
  const more = () => {
    try {
      while (statfsSync(directory).bavail > 0) writeSync(file, block);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  };
  more();
  return {
    more,
    remove: () => {
      closeSync(file);
      rmSync(path);
    },
  };
}
