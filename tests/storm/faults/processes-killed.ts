import { setTimeout as pause } from 'node:timers/promises';
import { afterCheck, checkNothingRuns, prepareProbe } from '../kit/after-check.ts';
import { nodeFunction } from '../kit/function-code.ts';
import { alarmsIn, Hearth } from '../kit/hearth.ts';
import { childrenOf, commandOf, descendantsOf, isAlive } from '../kit/processes.ts';
import type { Storm, StormContext, Tally } from '../kit/storm.ts';

const FUNCTION = 'storm-work';
const SOURCE = `exports.handler = async ({ number, waitMs }) => {
  await new Promise((done) => setTimeout(done, waitMs));
  return number + 1;
};`;
/** What the log says when the victim was setting a sandbox up. */
const SETUP_KILLED = /environment could not be started|could not be bound|ended before|could not be set up/;
const LANES = 6;
/** Many times as long as it takes the platform to stop an idle environment. */
const SETTLES_WITHIN_MS = 100;
const KILLS_A_ROUND = 12;
const TIMEOUT_SECONDS = 5;
/** No invocation may take longer than its timeout and a start. */
const ANSWERED_WITHIN_MS = (TIMEOUT_SECONDS + 10) * 1000;

interface Answers {
  right: number;
  crashed: number;
}

/** `kill -9` of whatever runs below the platform: runtimes that work, that are idle or spare, supervisors, launchers. */
export const processesKilled: Storm = {
  name: 'processes-killed',
  promise:
    'kill -9 of any process below the platform costs at most the one invocation that it ran, which is answered within its timeout; of a stopped runtime none',
  run: killBelow,
};

async function killBelow({ directory, random, endsAt, tally, defer }: StormContext): Promise<void> {
  const hearth = await Hearth.start({ data: `${directory}/data`, spares: 2 });
  defer(() => hearth.kill());
  defer(() => tally.find(...alarmsIn(hearth.takeLog()).filter((alarm) => !SETUP_KILLED.test(alarm))));
  await hearth.clients.lambda.createFunction(nodeFunction(FUNCTION, SOURCE, { Timeout: TIMEOUT_SECONDS }));
  await prepareProbe(hearth.clients);
  const answers: Answers = { right: 0, crashed: 0 };
  let kills = 0;
  do {
    const stopping = new AbortController();
    const lanes = Array.from({ length: LANES }, async () => {
      while (!stopping.signal.aborted) await invokeOnce(hearth, random.between(0, 40), answers, tally);
    });
    for (let kill = 0; kill < KILLS_A_ROUND; kill++) {
      const victims = descendantsOf(hearth.pid);
      if (victims.length > 0 && killNow(random.pick(victims), tally)) kills += 1;
      await pause(random.between(5, 400));
    }
    stopping.abort();
    await Promise.all(lanes);
    tally.rounds += 1;
    await killStopped(hearth, answers, tally);
    await afterCheck(hearth, [], tally);
  } while (performance.now() < endsAt && tally.found.length === 0);
  // One process ends one environment, and that runs one invocation.
  if (answers.crashed > kills) tally.find(`${kills} kills ended ${answers.crashed} invocations`);
  tally.acknowledged = answers.right;
  tally.measure('kills', kills);
  tally.measure('invocations they ended', answers.crashed);
  await hearth.stop();
  await checkNothingRuns(hearth.data, tally);
}

/** Every runtime, once all environments are idle and thus stopped: that costs no invocation at all. */
async function killStopped(hearth: Hearth, answers: Answers, tally: Tally): Promise<void> {
  await pause(SETTLES_WITHIN_MS);
  const runtimes = runtimesOf(hearth.pid);
  for (const pid of runtimes) killNow(pid, tally);
  while (runtimes.some(isAlive)) await pause(1);
  // One that had not been stopped yet says by itself that it has ended.
  await pause(SETTLES_WITHIN_MS);
  const { crashed } = answers;
  await Promise.all(Array.from({ length: LANES }, () => invokeOnce(hearth, 0, answers, tally)));
  const ended = answers.crashed - crashed;
  if (ended > 0) tally.find(`${ended} invocations ended for runtimes that had been stopped`);
}

/** Without namespaces a child of the platform's; else below a launcher and a supervisor, beside a copy of that. */
function runtimesOf(platform: number): number[] {
  const launched = childrenOf(platform);
  const supervised = launched.flatMap(childrenOf).flatMap(childrenOf);
  const isShell = (pid: number) => commandOf(pid).includes('supervisor.sh');
  return [...launched, ...supervised].filter((pid) => childrenOf(pid).length === 0 && !isShell(pid));
}

async function invokeOnce({ clients }: Hearth, waitMs: number, answers: Answers, tally: Tally): Promise<void> {
  const number = Math.floor(Math.random() * 1e9);
  const Payload = JSON.stringify({ number, waitMs });
  const abort = AbortSignal.timeout(ANSWERED_WITHIN_MS);
  const started = performance.now();
  const answer = await clients.lambda.invoke({ FunctionName: FUNCTION, Payload }, { abortSignal: abort });
  tally.measure('longest answer ms', performance.now() - started);
  const text = answer.Payload?.transformToString() ?? '';
  if (answer.FunctionError === undefined && text === String(number + 1)) answers.right += 1;
  else if (/Runtime\.ExitError|Sandbox\.Failure|Sandbox\.Timedout/.test(text)) answers.crashed += 1;
  else tally.find(`an invocation answered ${answer.FunctionError ?? ''} ${text}`);
}

function killNow(pid: number, tally: Tally): boolean {
  const command = commandOf(pid).split(' ')[0] ?? '';
  try {
    process.kill(pid, 'SIGKILL');
    tally.measure(`of ${command.split('/').at(-1)}`, (tally.measured.get(`of ${command.split('/').at(-1)}`) ?? 0) + 1);
    return true;
  } catch {
    // It ended by itself meanwhile.
    return false;
  }
}
