import { isPresent, type Row } from '../measurement.ts';
import type { PeerName } from '../peers/peer.ts';
import { median } from '../statistics.ts';
import { formatValue } from './format.ts';
import { allRows, type RunReport } from './run-report.ts';

/** What a stranger asks first; each a panel. */
const PANELS = [
  'start',
  'memory',
  'cold-spare',
  'cold-none',
  'invoke-1-p50',
  'invoke-16-rate',
  'invoke-64-rate',
  'http-64-rate',
  's3-put-rate',
  's3-get-rate',
  'logs-put',
  'logs-chatty',
  'code-from-s3',
  'deploy-again',
];

const WIDTH = 900;
const COLUMNS = 2;
const GAP = 28;
const PANEL_WIDTH = (WIDTH - GAP * (COLUMNS + 1)) / COLUMNS;
const TITLE_HEIGHT = 24;
const BAR_HEIGHT = 20;
const NAME_WIDTH = 118;
const VALUE_WIDTH = 80;

const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #24292f; }
  .title { font-weight: 600; font-size: 13px; }
  .note { fill: #57606a; font-size: 11px; }
  .bar { fill: #afb8c1; }
  .ours { fill: #d9480f; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .note { fill: #8d96a0; }
    .bar { fill: #484f58; }
    .ours { fill: #ff8a4c; }
  }`;

interface Panel {
  readonly title: string;
  /** Which direction is the good one. */
  readonly note: string;
  readonly bars: readonly { readonly name: PeerName; readonly value: number; readonly text: string }[];
}

/** Horizontal bars, a panel for each number, on a transparent ground that suits light and dark pages. */
export function chartOf(report: RunReport): string {
  const rows = new Map(allRows(report).map((row) => [row.id, row]));
  const panels = PANELS.flatMap((id) => {
    const row = rows.get(id);
    return row ? [panelOf(row)] : [];
  });
  const { drawn, height } = layOut(panels.filter(({ bars }) => bars.length > 0));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Hearth beside its peers">`,
    `<style>${STYLE}\n</style>`,
    ...drawn,
    '</svg>\n',
  ].join('\n');
}

function panelOf(row: Row): Panel {
  const direction = row.unit === '/s' ? 'a second, more is better' : 'less is better';
  const bars = [...row.cells].flatMap(([name, cell]) => {
    if (!isPresent(cell)) return [];
    const value = median(cell.rounds);
    return [{ name, value, text: formatValue(value, row.unit) }];
  });
  return { title: row.what, note: direction, bars };
}

function layOut(panels: readonly Panel[]): { readonly drawn: readonly string[]; readonly height: number } {
  const drawn: string[] = [];
  let top = GAP;
  for (let index = 0; index < panels.length; index += COLUMNS) {
    const line = panels.slice(index, index + COLUMNS);
    drawn.push(...line.map((panel, column) => draw(panel, GAP + column * (PANEL_WIDTH + GAP), top)));
    top += TITLE_HEIGHT + Math.max(...line.map(({ bars }) => bars.length)) * BAR_HEIGHT + GAP;
  }
  return { drawn, height: top };
}

function draw({ title, note, bars }: Panel, left: number, top: number): string {
  const widest = Math.max(...bars.map(({ value }) => value));
  const room = PANEL_WIDTH - NAME_WIDTH - VALUE_WIDTH;
  const lines = bars.map(({ name, value, text }, index) => {
    const y = TITLE_HEIGHT + index * BAR_HEIGHT;
    const width = Math.max(1, (value / widest) * room).toFixed(1);
    const kind = name === 'Hearth' ? 'bar ours' : 'bar';
    return [
      `  <text x="${NAME_WIDTH - 8}" y="${y + 13}" text-anchor="end">${escaped(name)}</text>`,
      `  <rect class="${kind}" x="${NAME_WIDTH}" y="${y + 2}" width="${width}" height="${BAR_HEIGHT - 5}" rx="2"/>`,
      `  <text class="note" x="${(NAME_WIDTH + Number(width) + 6).toFixed(1)}" y="${y + 13}">${escaped(text)}</text>`,
    ].join('\n');
  });
  return [
    `<g transform="translate(${left}, ${top})">`,
    `  <text x="0" y="12"><tspan class="title">${escaped(title)}</tspan><tspan class="note" dx="8">${note}</tspan></text>`,
    ...lines,
    '</g>',
  ].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
