import { type CpuTime, cpuSpent, cpuTime } from '../process-usage.ts';
import type { RunningPeer } from '../peers/peer.ts';
import type { Settings } from '../settings.ts';
import type { LoadDone, LoadOrder } from './generator-protocol.ts';
import type { LoadGenerator } from './load-generator.ts';
import type { LoadTarget } from './load-target.ts';

export type LoadNumbers = Readonly<Record<'perSecond' | 'p50Ms' | 'p99Ms' | 'cpuUs' | 'cpuAllUs' | 'busy', number>>;

export interface LoadTools {
  readonly generator: LoadGenerator;
  readonly settings: Settings;
}

/** One warmed round of load on one peer: what its clients saw and what it cost the peer's processes, per request. */
export async function measureLoad(
  { generator, settings }: LoadTools,
  peer: RunningPeer,
  target: LoadTarget,
  clients: number,
): Promise<LoadNumbers> {
  const order = orderOf(target, clients);
  await generator.load({ ...order, seconds: settings.warmSeconds });
  const before = cpuTime(peer.pid);
  const done = await generator.load({ ...order, seconds: settings.seconds });
  return numbersOf(done, before, cpuTime(peer.pid));
}

const ONCE_WITHIN_SECONDS = 60;

/** Sends each request of a target once, as what a later load needs to be there. */
export async function sendEachOnce({ generator }: LoadTools, target: LoadTarget, clients: number): Promise<void> {
  const order = orderOf(target, clients);
  await generator.load({ ...order, seconds: ONCE_WITHIN_SECONDS, atMost: order.requests.length });
}

function orderOf(target: LoadTarget, clients: number): Omit<LoadOrder, 'seconds'> {
  const { hostname, port } = new URL(target.endpoint);
  return { host: hostname, port: Number(port), requests: target.requests(), clients };
}

function numbersOf(done: LoadDone, before: CpuTime, after: CpuTime): LoadNumbers {
  const spent = cpuSpent(before, after);
  return {
    perSecond: (done.requests / done.elapsedMs) * 1000,
    p50Ms: done.p50Ms,
    p99Ms: done.p99Ms,
    cpuUs: (spent.alone / done.requests) * 1000,
    cpuAllUs: (spent.withChildren / done.requests) * 1000,
    busy: done.generatorBusy * 100,
  };
}
