import { spawnSync } from 'node:child_process';
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { eachPresent, interleaved, type Member, withRunning } from '../cast.ts';
import { type Row, rowsOf } from '../measurement.ts';
import type { AwsApi } from '../peers/aws-api.ts';
import { startHearth } from '../peers/hearth.ts';
import { EVENT } from '../peers/payloads.ts';
import type { RunningPeer } from '../peers/peer.ts';
import type { Bench, Section } from '../section.ts';

/** Lets spares boot and old environments end, so that the invocation is what is measured. */
const SETTLE_MS = 500;
const PARALLEL = 10;
const ONE_SECOND = 'exports.handler = () => new Promise((done) => setTimeout(done, 1000, 1));';

type Cold = Readonly<Record<'spare' | 'none', number>>;
type MeasureCold = (round: number) => Promise<Cold>;

export const cold: Section = {
  name: 'cold',
  title: 'Cold starts',
  about:
    'First invocation of a silent nodejs24.x function after a change of its configuration, over HTTP; beside it ' +
    '`node -e 0` of the same Node. ministack has no spares and stands in both rows.',
  run: (bench) =>
    withRunning(bench.progress, ['Hearth', 'ministack'], async (running) => {
      const withoutSpares = await startHearth('--spares', '0');
      try {
        return [...(await coldRows(bench, running, withoutSpares)), ...(await parallelRows(bench, running))];
      } finally {
        await withoutSpares.stop();
      }
    }),
};

async function coldRows(
  bench: Bench,
  running: readonly Member<RunningPeer>[],
  withoutSpares: RunningPeer,
): Promise<Row[]> {
  await withoutSpares.offers.invoke!();
  const platforms = await eachPresent(running, async ({ offers }) => {
    await offers.invoke!();
    return offers.aws!;
  });
  const members = platforms.map((member): Member<MeasureCold> => {
    if ('absent' in member) return member;
    const bare = member.name === 'Hearth' ? withoutSpares.offers.aws! : member.is;
    return { name: member.name, is: (round) => coldStarts(member.is, bare, round) };
  });
  const rounds = { progress: bench.progress, title: 'cold starts', rounds: bench.settings.coldStarts };
  return rowsOf(
    [
      { key: 'spare', id: 'cold-spare', what: 'cold invocation, spares ready (the default)', unit: 'ms' },
      { key: 'none', id: 'cold-none', what: 'cold invocation, no spares', unit: 'ms' },
    ],
    await interleaved(rounds, [...members, { name: 'bare node', is: bareNode }], (measure, round) => measure(round)),
  );
}

async function coldStarts(aws: AwsApi, withoutSpares: AwsApi, round: number): Promise<Cold> {
  // Twice the round, because ministack is both.
  return {
    spare: await coldInvocation(aws, 2 * round),
    none: await coldInvocation(withoutSpares, 2 * round + 1),
  };
}

async function coldInvocation(aws: AwsApi, revision: number): Promise<number> {
  await aws.revise('silent', revision);
  await delay(SETTLE_MS);
  const url = `${aws.endpoint}/2015-03-31/functions/silent/invocations`;
  const sentAt = performance.now();
  await post(url);
  return performance.now() - sentAt;
}

function post(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': EVENT.length };
    const sent = request(url, { method: 'POST', headers, agent: new Agent() }, (response) => {
      response.resume();
      response.on('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`the invocation answered ${response.statusCode}`)),
      );
    });
    sent.on('error', reject);
    sent.end(EVENT);
  });
}

async function bareNode(): Promise<Cold> {
  const startedAt = performance.now();
  spawnSync(process.execPath, ['-e', '0']);
  const elapsed = performance.now() - startedAt;
  return { spare: elapsed, none: elapsed };
}

async function parallelRows(bench: Bench, running: readonly Member<RunningPeer>[]): Promise<Row[]> {
  const members = await eachPresent(running, async ({ offers }) => {
    await offers.aws!.createFunction('second', ONE_SECOND);
    return offers.aws!;
  });
  const rounds = { progress: bench.progress, title: 'parallel', rounds: Math.ceil(bench.settings.starts / 2) };
  const measured = await interleaved(rounds, members, async (aws, round) => {
    await aws.revise('second', round);
    await delay(SETTLE_MS);
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: PARALLEL }, () => aws.invoke('second', {})));
    return { elapsed: performance.now() - startedAt };
  });
  const what = `${PARALLEL} parallel first invocations of a one-second function`;
  return rowsOf([{ key: 'elapsed', id: 'parallel', what, unit: 'ms' }], measured);
}
