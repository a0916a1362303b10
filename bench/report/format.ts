import { type Cell, isPresent, type Row, type Unit } from '../measurement.ts';
import type { PeerName } from '../peers/peer.ts';
import { median, pairedRatio } from '../statistics.ts';

const SUFFIX: Readonly<Record<Unit, string>> = { ms: ' ms', s: ' s', MB: ' MB', '/s': '/s', us: ' us', '%': '%' };

/** Three figures that count: `12,345/s`, `123 ms`, `1.23 ms`. */
export function formatValue(value: number, unit: Unit): string {
  const decimals = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return `${value.toLocaleString('en', options)}${SUFFIX[unit]}`;
}

/** The median, and for everyone but Hearth what Hearth's is divided by it. */
export function formatCell(row: Row, name: PeerName, cell: Cell): string {
  if (!isPresent(cell)) return 'absent';
  const value = formatValue(median(cell.rounds), row.unit);
  const ours = row.cells.get('Hearth');
  if (name === 'Hearth' || row.unit === '%' || !isPresent(ours)) return value;
  return `${value} (${pairedRatio(ours.rounds, cell.rounds).toFixed(2)} x)`;
}
