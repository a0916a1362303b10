import type { Tally } from './storm.ts';

const HEADS = ['fault', 'rounds', 'acknowledged', 'lost', 'found', 'measured'];

/** One storm's numbers, in a line. */
export function lineOf(name: string, tally: Tally): string {
  return cellsOf(name, tally)
    .map((cell, column) => `${HEADS[column]}: ${cell}`)
    .join(', ');
}

/** All storms' numbers, in the columns of a Markdown table. */
export function tableOf(results: readonly (readonly [name: string, tally: Tally])[]): string {
  const rows = [HEADS, ...results.map(([name, tally]) => cellsOf(name, tally))];
  const widths = HEADS.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(rows[0]!), rule, ...rows.slice(1).map(line)].join('\n');
}

function cellsOf(name: string, tally: Tally): string[] {
  if (tally.notRun) return [name, 'NOT RUN', '', '', '', tally.notRun];
  const measured = [...tally.measured].map(([what, value]) => `${what} ${value}`).join('; ');
  return [
    name,
    String(tally.rounds),
    String(tally.acknowledged),
    String(tally.lost),
    String(tally.found.length),
    measured,
  ];
}
