import { type Member, interleaved } from '../cast.ts';
import type { LoadTarget } from '../load/load-target.ts';
import { type LoadNumbers, measureLoad } from '../load/measure-load.ts';
import { type Metric, type Row, rowsOf } from '../measurement.ts';
import type { RunningPeer } from '../peers/peer.ts';
import type { Bench } from '../section.ts';

export interface Loaded {
  readonly peer: RunningPeer;
  readonly target: LoadTarget;
}

export interface LoadPlan {
  /** Prefix of the rows' ids. */
  readonly id: string;
  /** Prefix of what the rows are called. */
  readonly what: string;
  readonly clients: number;
  /** Whether servers have children that work for a request. */
  readonly children: boolean;
}

/** The rows of one kind of load with so many clients, on everyone in turn. */
export async function loadRows(bench: Bench, plan: LoadPlan, members: readonly Member<Loaded>[]): Promise<Row[]> {
  const { id, what, clients } = plan;
  const rounds = { progress: bench.progress, title: what, rounds: bench.settings.rounds };
  const measured = await interleaved(rounds, members, ({ peer, target }) => measureLoad(bench, peer, target, clients));
  const metrics: Metric<keyof LoadNumbers>[] = [
    { key: 'perSecond', id: `${id}-rate`, what: `${what}: requests`, unit: '/s' },
    { key: 'p50Ms', id: `${id}-p50`, what: `${what}: p50`, unit: 'ms' },
    { key: 'p99Ms', id: `${id}-p99`, what: `${what}: p99`, unit: 'ms' },
    { key: 'cpuUs', id: `${id}-cpu`, what: `${what}: processor time a request, server`, unit: 'us' },
    {
      key: 'cpuAllUs',
      id: `${id}-cpu-all`,
      what: `${what}: processor time a request, server and children`,
      unit: 'us',
    },
    { key: 'busy', id: `${id}-busy`, what: `${what}: load generator busy`, unit: '%' },
  ];
  return rowsOf(
    metrics.filter(({ key }) => plan.children || key !== 'cpuAllUs'),
    measured,
  );
}

/** As rows call it. */
export function clientsOf(clients: number): string {
  return clients === 1 ? '1 client' : `${clients} clients`;
}
