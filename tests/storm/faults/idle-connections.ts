import { readdirSync } from 'node:fs';
import type { Socket } from 'node:net';
import { afterCheck, checkNothingRuns, prepareProbe } from '../kit/after-check.ts';
import { eventually } from '../kit/eventually.ts';
import { alarmsIn, Hearth } from '../kit/hearth.ts';
import { isBearable, type Latency, latencyOf, ordinaryRequests } from '../kit/latency.ts';
import { memoryMb } from '../kit/processes.ts';
import { isOpen, open } from '../kit/sockets.ts';
import type { Storm, StormContext, Tally } from '../kit/storm.ts';

const CONNECTIONS = 500;
const REQUESTS = 40;
/** An idle connection is a socket and a parser: 20 KB in Node, measured. */
const MEMORY_MB = 60;
/** On two cores that others use as well. */
const WORST_MS = 2_000;

/** Hundreds of connections that say nothing, half a head, or one request and then nothing. */
export const idleConnections: Storm = {
  name: 'idle-connections',
  promise: 'five hundred idle connections cost little memory and no ordinary request its answer',
  run: holdConnections,
};

async function holdConnections({ directory, endsAt, tally, defer }: StormContext): Promise<void> {
  const hearth = await Hearth.start({ data: `${directory}/data` });
  defer(() => hearth.kill());
  defer(() => tally.find(...alarmsIn(hearth.takeLog())));
  await prepareProbe(hearth.clients);
  const undisturbed = await latencyOf(REQUESTS, () => ordinaryRequests(hearth.clients, 'storm-probe'));
  do {
    await holdOnce(hearth, undisturbed, tally);
    await afterCheck(hearth, [], tally);
    tally.rounds += 1;
  } while (performance.now() < endsAt && tally.found.length === 0);
  tally.acknowledged = tally.rounds * REQUESTS;
  await hearth.stop();
  await checkNothingRuns(hearth.data, tally);
}

async function holdOnce(hearth: Hearth, undisturbed: Latency, tally: Tally): Promise<void> {
  const descriptors = descriptorsOf(hearth.pid);
  const before = memoryMb(hearth.pid, 'VmRSS');
  const sockets: Socket[] = [];
  for (let index = 0; index < CONNECTIONS; index++) {
    const socket = await open(hearth.endpoint);
    if (index % 3 === 1) socket.write('GET /_hearth/health HTTP/1.1\r\nhost: 127.0.');
    if (index % 3 === 2) socket.write('GET /_hearth/health HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n');
    socket.resume();
    sockets.push(socket);
  }
  const disturbed = await latencyOf(REQUESTS, () => ordinaryRequests(hearth.clients, 'storm-probe'));
  tally.measure('worst ms', disturbed.worst);
  if (!isBearable(disturbed, undisturbed, WORST_MS)) tally.find(`an ordinary request took ${disturbed.worst} ms`);
  const held = sockets.filter(isOpen).length;
  tally.measure('held', held);
  if (held < CONNECTIONS) tally.find(`only ${held} connections were held`);
  const grown = memoryMb(hearth.pid, 'VmRSS') - before;
  tally.measure('memory MB', grown);
  if (grown > MEMORY_MB) tally.find(`idle connections took ${Math.round(grown)} MB`);
  for (const socket of sockets) socket.destroy();
  // The clients of this storm keep a few of their own.
  if (!(await eventually(() => descriptorsOf(hearth.pid) < descriptors + 20)))
    tally.find(`${descriptorsOf(hearth.pid) - descriptors} descriptors stay open after their clients went`);
}

function descriptorsOf(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}
