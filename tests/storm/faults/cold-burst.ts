import { afterCheck, checkNothingRuns, prepareProbe } from '../kit/after-check.ts';
import { eventually } from '../kit/eventually.ts';
import { nodeFunction } from '../kit/function-code.ts';
import { alarmsIn, Hearth } from '../kit/hearth.ts';
import { statusOf } from '../kit/ledger.ts';
import { descendantsOf, memoryMb } from '../kit/processes.ts';
import type { Storm, StormContext, Tally } from '../kit/storm.ts';

const CALLS = 200;
const FUNCTIONS = 20;
const PATIENT_MS = 20_000;
/** The platform's own; a request that waits is some kilobytes. */
const PLATFORM_MB = 250;
const SOURCE = `exports.handler = async ({ number }) => {
  await new Promise((done) => setTimeout(done, 200));
  return number + 1;
};`;

/** Two hundred invocations at once find not one environment: of one function, and spread over many. */
export const coldBurst: Storm = {
  name: 'cold-burst',
  promise: 'two hundred cold invocations at once are all answered, rightly or with a throttle, within bounded memory',
  run: burstAgainAndAgain,
};

async function burstAgainAndAgain({ directory, endsAt, tally, defer }: StormContext): Promise<void> {
  const isPatient = endsAt - performance.now() > PATIENT_MS;
  const hearth = await Hearth.start({ data: `${directory}/data`, spares: 2 });
  defer(() => hearth.kill());
  defer(() => tally.find(...alarmsIn(hearth.takeLog())));
  await prepareProbe(hearth.clients);
  const many = Array.from({ length: FUNCTIONS }, (_, index) => `storm-many-${index}`);
  for (const name of ['storm-one', ...many])
    await hearth.clients.lambda.createFunction(nodeFunction(name, SOURCE, { Timeout: 60 }));
  await eventually(async () => {
    const states = await Promise.all(
      many.map((FunctionName) => hearth.clients.lambda.getFunctionConfiguration({ FunctionName })),
    );
    return states.every(({ State }) => State === 'Active');
  }, 60_000);
  do {
    await burst(hearth, CALLS, () => 'storm-one', tally);
    // In the short form each once, for the sake of everybody's minutes.
    await burst(hearth, isPatient ? CALLS : FUNCTIONS, (call) => many[call % many.length]!, tally);
    await afterCheck(hearth, [], tally);
    tally.rounds += 1;
    // The next round finds it cold again.
    await hearth.stop();
    await checkNothingRuns(hearth.data, tally);
    await hearth.start();
  } while (performance.now() < endsAt && tally.found.length === 0);
  await hearth.stop();
  await checkNothingRuns(hearth.data, tally);
}

async function burst(hearth: Hearth, calls: number, functionOf: (call: number) => string, tally: Tally): Promise<void> {
  const started = performance.now();
  const watching = setInterval(() => {
    const functions = descendantsOf(hearth.pid);
    tally.measure('processes', functions.length);
    tally.measure(
      'functions MB',
      functions.reduce((sum, pid) => sum + memoryMb(pid, 'VmRSS'), 0),
    );
  }, 500);
  const outcomes = await Promise.all(
    Array.from({ length: calls }, (_, call) => invoke(hearth, functionOf(call), call)),
  );
  clearInterval(watching);
  tally.measure('slowest s', (performance.now() - started) / 1000);
  const count = (outcome: string) => outcomes.filter((it) => it === outcome).length;
  tally.acknowledged += count('right');
  tally.measure('throttled', count('throttled'));
  tally.find(...new Set(outcomes.filter((it) => it !== 'right' && it !== 'throttled')));
  const peak = memoryMb(hearth.pid, 'VmHWM');
  tally.measure('platform peak MB', peak);
  if (peak > PLATFORM_MB) tally.find(`the platform took ${Math.round(peak)} MB`);
}

async function invoke({ clients }: Hearth, FunctionName: string, number: number): Promise<string> {
  try {
    const { Payload, FunctionError } = await clients.lambda.invoke({
      FunctionName,
      Payload: JSON.stringify({ number }),
    });
    const answer = Payload?.transformToString();
    return FunctionError === undefined && answer === String(number + 1) ? 'right' : `a cold call answered ${answer}`;
  } catch (error) {
    return statusOf(error) === 429 ? 'throttled' : `a cold call failed: ${String(error)}`;
  }
}
