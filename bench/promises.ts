import { isPresent, type Row } from './measurement.ts';
import type { PeerName } from './peers/peer.ts';
import { median, pairedRatio } from './statistics.ts';

export type Verdict = 'held' | 'not held' | 'not judged';

/** A number of SPECIFICATION.md: about one row, judged from that row alone. */
export interface NumberPromise {
  readonly row: string;
  readonly text: string;
  /** `not judged` when whoever it compares with is absent; `not held` when Hearth itself is. */
  judge(row: Row): Verdict;
}

export const PROMISES: readonly NumberPromise[] = [
  below('start', 300, '< 300 ms'),
  below('memory', 80, '< 80 MB'),
  below('cold-spare', 15, '< 15 ms'),
  comparedWith('cold-none', 'bare node', '< 2 x bare node', (ratio) => ratio < 2),
  below('parallel', 2_000, '< 2,000 ms'),
  below('invoke-1-p50', 1, '< 1 ms'),
  below('invoke-1-p99', 5, '< 5 ms'),
  comparedWith('invoke-64-rate', 'relay', '>= 0.8 x relay', (ratio) => ratio >= 0.8),
  comparedWith('invoke-64-rate', 'serverless-offline', '>= 4 x serverless-offline', (ratio) => ratio >= 4),
  comparedWith('s3-put-rate', 's3rver', 'ahead of s3rver', (ratio) => ratio > 1),
  comparedWith('s3-get-rate', 's3rver', 'ahead of s3rver', (ratio) => ratio > 1),
];

export interface Judged {
  readonly promise: NumberPromise;
  readonly row: Row;
  readonly verdict: Verdict;
}

/** Every promise whose row was measured. */
export function judge(rows: readonly Row[]): Judged[] {
  return PROMISES.flatMap((promise) => {
    const row = rows.find(({ id }) => id === promise.row);
    return row ? [{ promise, row, verdict: promise.judge(row) }] : [];
  });
}

function below(row: string, limit: number, text: string): NumberPromise {
  return {
    row,
    text,
    judge: ({ cells }) => {
      const ours = cells.get('Hearth');
      return isPresent(ours) && median(ours.rounds) < limit ? 'held' : 'not held';
    },
  };
}

function comparedWith(row: string, peer: PeerName, text: string, holds: (ratio: number) => boolean): NumberPromise {
  return {
    row,
    text,
    judge: ({ cells }) => {
      const ours = cells.get('Hearth');
      const theirs = cells.get(peer);
      if (!isPresent(ours)) return 'not held';
      if (!isPresent(theirs)) return 'not judged';
      return holds(pairedRatio(ours.rounds, theirs.rounds)) ? 'held' : 'not held';
    },
  };
}
