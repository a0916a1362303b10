import type { Row } from '../measurement.ts';
import type { Progress } from '../progress.ts';
import type { Judged } from '../promises.ts';
import { formatCell } from './format.ts';

/** A line for each row: Hearth's number, those of the others, what is promised; then who was absent, and why. */
export function printRows(progress: Progress, rows: readonly Row[], judged: readonly Judged[]): void {
  const width = Math.max(...rows.map(({ what }) => what.length));
  for (const row of rows) {
    const numbers = [...row.cells].map(([name, cell]) => `${name} ${formatCell(row, name, cell)}`);
    const promised = judged
      .filter((each) => each.row === row)
      .map(({ promise, verdict }) => ` [${promise.text}: ${verdict}]`);
    progress.line(`  ${row.what.padEnd(width)}  ${numbers.join(', ')}${promised.join('')}`);
  }
  for (const line of absences(rows)) progress.line(`  absent: ${line}`);
}

function absences(rows: readonly Row[]): ReadonlySet<string> {
  const lines = rows.flatMap(({ cells }) =>
    [...cells].flatMap(([name, cell]) => ('absent' in cell ? [`${name} ${cell.absent}`] : [])),
  );
  return new Set(lines);
}

export function printVerdicts(progress: Progress, judged: readonly Judged[]): void {
  const count = (verdict: string) => judged.filter((each) => each.verdict === verdict).length;
  progress.line(`\nPromises: ${count('held')} held, ${count('not held')} not held, ${count('not judged')} not judged`);
  for (const { promise, row, verdict } of judged.filter((each) => each.verdict !== 'held')) {
    const numbers = [...row.cells].map(([name, cell]) => `${name} ${formatCell(row, name, cell)}`);
    progress.line(`  ${verdict}: ${row.what} ${promise.text}: ${numbers.join(', ')}`);
  }
}
