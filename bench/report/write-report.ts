import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chartOf } from './chart.ts';
import { markdownOf } from './markdown.ts';
import type { RunReport } from './run-report.ts';

const FORMATTER = join(import.meta.dirname, '../../node_modules/.bin/oxfmt');

/** Writes `numbers.md` and `numbers.svg`; the table is laid out as `npm run check` wants it. */
export async function writeReport(report: RunReport, directory: string): Promise<readonly string[]> {
  await mkdir(directory, { recursive: true });
  const page = join(directory, 'numbers.md');
  const chart = join(directory, 'numbers.svg');
  await writeFile(page, markdownOf(report));
  await writeFile(chart, chartOf(report));
  await promisify(execFile)(FORMATTER, [page]);
  return [page, chart];
}
