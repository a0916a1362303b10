import { PEERS } from '../cast.ts';
import type { Cell, Row } from '../measurement.ts';
import type { PeerName } from '../peers/peer.ts';
import { judge, type Judged } from '../promises.ts';
import { formatCell } from './format.ts';
import { allRows, type MeasuredSection, type RunReport } from './run-report.ts';

/** The page of numbers: a table for each section, who took part, and who did not, with the reason. */
export function markdownOf(report: RunReport): string {
  const judged = judge(allRows(report));
  return [
    '# Numbers',
    'Written by `npm run bench`; do not edit.',
    '![the main numbers beside those of the peers](numbers.svg)',
    preface(report),
    ...report.sections.map((each) => sectionOf(each, judged)),
    '## Who took part',
    participants(report),
    '## Who did not',
    absentees(report),
    '',
  ].join('\n\n');
}

function preface({ machine, date, quick }: RunReport): string {
  const doubts = [
    ...(machine.loaded ? ['**The machine was loaded when the run began: trust the ratios.**'] : []),
    ...(quick ? ['**Short rounds (`--quick`).**'] : []),
  ];
  return [
    `${date.toISOString().slice(0, 10)}, ${machine.description}, load ${machine.load.toFixed(2)} before the run.`,
    ...doubts,
    'Medians over rounds in which everyone is measured in turn, each a fresh process, warmed. In brackets: Hearth’s number',
    'divided by that one, the median of the ratios of the rounds.',
  ].join('\n');
}

function sectionOf({ section, rows }: MeasuredSection, judged: readonly Judged[]): string {
  const names = [...new Set(rows.flatMap(({ cells }) => [...cells.keys()]))];
  const promised = judged.some(({ row }) => rows.includes(row));
  const head = ['what', ...names, ...(promised ? ['promise'] : [])];
  const body = rows.map((row) => [
    row.what,
    ...names.map((name) => cellText(row, name)),
    ...(promised ? [promisesOf(row, judged)] : []),
  ]);
  return `## ${section.title}\n\n${section.about} \`npm run bench -- --only ${section.name}\`\n\n${table(head, body)}`;
}

function cellText(row: Row, name: PeerName): string {
  const cell = row.cells.get(name);
  return cell ? formatCell(row, name, cell) : '';
}

function promisesOf(row: Row, judged: readonly Judged[]): string {
  return judged
    .filter((each) => each.row === row)
    .map(({ promise, verdict }) => `${promise.text}: ${verdict === 'held' ? verdict : `**${verdict}**`}`)
    .join('; ');
}

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}

function participants(report: RunReport): string {
  const present = new Set(cellsOf(report).flatMap(({ name, cell }) => ('rounds' in cell ? [name] : [])));
  return PEERS.filter(({ name }) => present.has(name))
    .map(({ name, about }) => `- **${name}**: ${about}`)
    .join('\n');
}

function absentees(report: RunReport): string {
  const lines = cellsOf(report).flatMap(({ name, cell, title }) =>
    'absent' in cell ? [`- **${name}** in _${title}_: ${cell.absent.replaceAll(/[*_<>]/g, String.raw`\$&`)}`] : [],
  );
  return lines.length === 0 ? 'Nobody was absent.' : [...new Set(lines)].join('\n');
}

function cellsOf({ sections }: RunReport): { name: PeerName; cell: Cell; title: string }[] {
  return sections.flatMap(({ section, rows }) =>
    rows.flatMap(({ cells }) => [...cells].map(([name, cell]) => ({ name, cell, title: section.title }))),
  );
}
