import type { PeerName } from './peers/peer.ts';

export type Unit = 'ms' | 's' | 'MB' | '/s' | 'us' | '%';

/** What one peer showed: a value for each round, or why there is none. */
export type Cell = { readonly rounds: readonly number[] } | { readonly absent: string };

/** One thing that was measured, for everyone who was measured. */
export interface Row {
  /** Unique over all sections; `promises.ts` refers to it. */
  readonly id: string;
  readonly what: string;
  readonly unit: Unit;
  readonly cells: ReadonlyMap<PeerName, Cell>;
}

/** What a section measures: the key into each round's result, and how the row is called. */
export interface Metric<K extends string> extends Omit<Row, 'cells'> {
  readonly key: K;
}

/** What was measured of one peer, round by round; the reason when it could not be. */
export type Series<K extends string> = readonly Readonly<Record<K, number>>[] | { readonly absent: string };

export function rowsOf<K extends string>(
  metrics: readonly Metric<K>[],
  measured: ReadonlyMap<PeerName, Series<K>>,
): Row[] {
  return metrics.map(({ key, ...row }) => ({
    ...row,
    cells: new Map([...measured].map(([peer, series]) => [peer, cellOf(series, key)])),
  }));
}

function cellOf<K extends string>(series: Series<K>, key: K): Cell {
  return 'absent' in series ? series : { rounds: series.map((round) => round[key]) };
}

export function isPresent(cell: Cell | undefined): cell is { readonly rounds: readonly number[] } {
  return cell !== undefined && 'rounds' in cell && cell.rounds.length > 0;
}
