import { setTimeout as delay } from 'node:timers/promises';
import { eachPresent, interleaved, type Member, withRunning } from '../cast.ts';
import { measureLoad } from '../load/measure-load.ts';
import { type Row, rowsOf } from '../measurement.ts';
import type { AwsApi } from '../peers/aws-api.ts';
import type { RunningPeer } from '../peers/peer.ts';
import type { Bench, Section } from '../section.ts';

const CLIENTS = 16;
const POLL_MS = 20;
const READABLE_WITHIN_MS = 20_000;

/** Every line begins with the word of its round; the last one says so. */
const CHATTY = `exports.handler = async ({ word, lines }) => {
  for (let line = 1; line < lines; line += 1) console.log(word + ' one of many lines that a chatty function logs, number ' + line);
  console.log(word + ' is the last');
};`;

export const logs: Section = {
  name: 'logs',
  title: 'Logs',
  about:
    'PutLogEvents: batches of 100 lines of 140 bytes to 16 streams, 16 clients. Chatty function: from the start of the ' +
    'invocation that logs all lines until the last one is read with GetLogEvents; that none is missing is checked.',
  run: (bench) =>
    withRunning(bench.progress, ['Hearth', 'ministack'], async (running) => [
      ...(await putRows(bench, running)),
      ...(await chattyRows(bench, running)),
    ]),
};

async function putRows(bench: Bench, running: readonly Member<RunningPeer>[]): Promise<Row[]> {
  const loaded = await eachPresent(running, async (peer) => ({ peer, target: await peer.offers.logs!() }));
  const rounds = { progress: bench.progress, title: 'PutLogEvents', rounds: bench.settings.rounds };
  const measured = await interleaved(rounds, loaded, async ({ peer, target }) => {
    const { perSecond, cpuUs, p99Ms } = await measureLoad(bench, peer, target, CLIENTS);
    return { lines: perSecond * target.linesPerBatch, cpuUs, p99Ms };
  });
  return rowsOf(
    [
      { key: 'lines', id: 'logs-put', what: 'PutLogEvents: lines', unit: '/s' },
      { key: 'p99Ms', id: 'logs-put-p99', what: 'PutLogEvents: p99 of a batch', unit: 'ms' },
      { key: 'cpuUs', id: 'logs-put-cpu', what: 'PutLogEvents: processor time a batch', unit: 'us' },
    ],
    measured,
  );
}

async function chattyRows(bench: Bench, running: readonly Member<RunningPeer>[]): Promise<Row[]> {
  const members = await eachPresent(running, async ({ offers }) => {
    await offers.aws!.createFunction('chatty', CHATTY);
    await logAndRead(offers.aws!, 'warm', 100);
    return offers.aws!;
  });
  const lines = bench.settings.chattyLines;
  const rounds = { progress: bench.progress, title: 'chatty function', rounds: bench.settings.rounds };
  const measured = await interleaved(rounds, members, async (aws, round) => {
    const elapsedMs = await logAndRead(aws, `round${round}`, lines);
    return { lines: (lines / elapsedMs) * 1000 };
  });
  const what = `${lines.toLocaleString('en')} lines of a chatty function`;
  return rowsOf([{ key: 'lines', id: 'logs-chatty', what, unit: '/s' }], measured);
}

/** Milliseconds from the invocation until the last line can be read. */
async function logAndRead(aws: AwsApi, word: string, lines: number): Promise<number> {
  const startedAt = performance.now();
  await aws.invoke('chatty', { word, lines });
  while (!(await aws.hasLogged('chatty', `${word} is the last`))) {
    if (performance.now() - startedAt > READABLE_WITHIN_MS) throw await incomplete(aws, word, lines);
    await delay(POLL_MS);
  }
  const elapsedMs = performance.now() - startedAt;
  const found = await aws.countLogged('chatty', word);
  if (found !== lines) throw new Error(`${found} of ${lines} lines were there`);
  return elapsedMs;
}

async function incomplete(aws: AwsApi, word: string, lines: number): Promise<Error> {
  const found = await aws.countLogged('chatty', word);
  return new Error(`the last line was not there after ${READABLE_WITHIN_MS / 1000} s; ${found} of ${lines} lines were`);
}
