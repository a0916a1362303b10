import type { ActivityRow, StreamRow } from '../tables.ts';

/** By last event, then by name; streams without events count as oldest. Those up to `after` are left out. */
export function orderByLastEvent(
  streams: readonly StreamRow[],
  activity: ReadonlyMap<number, Pick<ActivityRow, 'lastAt'>>,
  descending: boolean,
  after: { readonly name: string; readonly lastAt: number } | undefined,
): StreamRow[] {
  const sign = descending ? -1 : 1;
  const keyed = streams.map((stream) => ({ stream, name: stream.name, lastAt: activity.get(stream.id)?.lastAt ?? 0 }));
  const compare = (a: Key, b: Key) => sign * (a.lastAt - b.lastAt || compareText(a.name, b.name));
  return keyed
    .filter((key) => !after || compare(key, after) > 0)
    .toSorted(compare)
    .map(({ stream }) => stream);
}

interface Key {
  readonly name: string;
  readonly lastAt: number;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
