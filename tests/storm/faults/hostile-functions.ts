import { afterCheck, checkNothingRuns, prepareProbe } from '../kit/after-check.ts';
import { nodeFunction } from '../kit/function-code.ts';
import { alarmsIn, Hearth } from '../kit/hearth.ts';
import { descendantsOf, memoryMb } from '../kit/processes.ts';
import { isBearable, type Latency, latencyOf, ordinaryRequests } from '../kit/latency.ts';
import type { Storm, StormContext, Tally } from '../kit/storm.ts';

/** Neighbours share two cores with all of them at once. */
const WORST_MS = 6_000;
/**
 * 81 MB when idle. With one that writes without end it was 383 MB in five seconds and 500 in four minutes, while all that
 * was written was read. Now 273 to 285 MB after four minutes: 128 of them are the young generation that V8 grants the platform's
 * thread under any lasting load, 16 the log store's thread.
 */
const PLATFORM_MB = 320;
const NEIGHBOUR_REQUESTS = 10;
/** For those that would not end by themselves, and for those that a limit ends on a slow machine. */
const TIMEOUT_SECONDS = 5;
const PATIENT_TIMEOUT_SECONDS = 60;

interface Hostile {
  readonly source: string;
  /** What its caller is told. */
  readonly answer: RegExp;
  readonly memoryMb?: number;
  /** It ends by the limit that it meets, not by its time. */
  readonly meetsLimit?: boolean;
}

const HOSTILE: Readonly<Record<string, Hostile>> = {
  'forks-without-end': {
    source: `const { spawn } = require('node:child_process');
      exports.handler = async () => { for (;;) {
        const child = spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' });
        const failed = await new Promise((done) => { child.once('error', done); child.once('spawn', () => done(null)); });
        if (failed) return failed.code;
      } };`,
    meetsLimit: true,
    answer: /EAGAIN|ENOMEM|Sandbox\.Timedout|Runtime\.(ExitError|OutOfMemory)/,
    memoryMb: 1024,
  },
  'fills-tmp': {
    source: `const { writeSync, openSync } = require('node:fs');
      exports.handler = async () => { const file = openSync('/tmp/full', 'w'); const block = Buffer.alloc(1 << 20, 1);
        for (let megabytes = 0; ; megabytes++) try { writeSync(file, block); } catch (error) { return error.code + ' ' + megabytes; } };`,
    meetsLimit: true,
    answer: /^"ENOSPC 5\d\d"$/,
  },
  'writes-without-end': {
    source: `exports.handler = async () => { const line = 'x'.repeat(1000) + '\\n';
      for (;;) if (!process.stdout.write(line)) await new Promise((done) => process.stdout.once('drain', done)); };`,
    answer: /Sandbox\.Timedout/,
  },
  'computes-without-end': { source: 'exports.handler = async () => { for (;;) {} };', answer: /Sandbox\.Timedout/ },
  'allocates-without-end': {
    source: `exports.handler = async () => { const kept = []; for (;;) kept.push(Buffer.alloc(1 << 20, 1)); };`,
    meetsLimit: true,
    answer: /Runtime\.(ExitError|OutOfMemory)/,
  },
};

/** Functions that take what they can get, all at once. */
export const hostileFunctions: Storm = {
  name: 'hostile-functions',
  promise:
    'functions that fork, write, compute and allocate without end are ended, and their neighbours go on answering',
  run: endureAgainAndAgain,
};

async function endureAgainAndAgain({ directory, endsAt, tally, defer }: StormContext): Promise<void> {
  const hearth = await Hearth.start({ data: `${directory}/data` });
  defer(() => hearth.kill());
  defer(() => tally.find(...alarmsIn(hearth.takeLog())));
  await prepareProbe(hearth.clients);
  for (const [name, { source, meetsLimit = false, memoryMb: MemorySize = 256 }] of Object.entries(HOSTILE)) {
    const Timeout = meetsLimit ? PATIENT_TIMEOUT_SECONDS : TIMEOUT_SECONDS;
    await hearth.clients.lambda.createFunction(nodeFunction(name, source, { Timeout, MemorySize }));
  }
  const undisturbed = await latencyOf(NEIGHBOUR_REQUESTS, () => ordinaryRequests(hearth.clients, 'storm-probe'));
  do {
    await endureOnce(hearth, undisturbed, tally);
    await afterCheck(hearth, [], tally);
    tally.rounds += 1;
  } while (performance.now() < endsAt && tally.found.length === 0);
  await hearth.stop();
  await checkNothingRuns(hearth.data, tally);
}

async function endureOnce(hearth: Hearth, undisturbed: Latency, tally: Tally): Promise<void> {
  const watching = setInterval(() => tally.measure('processes', descendantsOf(hearth.pid).length), 250);
  const attacks = Promise.all(Object.entries(HOSTILE).map(([name, hostile]) => attack(hearth, name, hostile)));
  const disturbed = await latencyOf(NEIGHBOUR_REQUESTS, () => ordinaryRequests(hearth.clients, 'storm-probe'));
  tally.measure('neighbour median ms', disturbed.median);
  tally.measure('neighbour worst ms', disturbed.worst);
  if (!isBearable(disturbed, undisturbed, WORST_MS)) tally.find(`a neighbour's request took ${disturbed.worst} ms`);
  const findings = (await attacks).filter((it) => it !== null);
  clearInterval(watching);
  tally.find(...findings);
  tally.acknowledged += NEIGHBOUR_REQUESTS;
  const peak = memoryMb(hearth.pid, 'VmHWM');
  tally.measure('platform peak MB', peak);
  if (peak > PLATFORM_MB) tally.find(`the platform took ${Math.round(peak)} MB`);
}

async function attack({ clients }: Hearth, FunctionName: string, { answer }: Hostile): Promise<string | null> {
  const { Payload } = await clients.lambda.invoke({ FunctionName });
  const text = Payload?.transformToString() ?? '';
  return answer.test(text) ? null : `${FunctionName} answered ${text}`;
}
