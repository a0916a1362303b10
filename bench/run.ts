/** `npm run bench`: Hearth's numbers beside its peers', in one run. `npm run bench -- --help` says more. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LoadGenerator } from './load/load-generator.ts';
import { describeMachine } from './machine.ts';
import { helpText, type Options, readOptions } from './options.ts';
import { Progress } from './progress.ts';
import { judge } from './promises.ts';
import { printRows, printVerdicts } from './report/console.ts';
import { allRows, type MeasuredSection, type RunReport } from './report/run-report.ts';
import { writeReport } from './report/write-report.ts';
import { SECTIONS } from './sections/all.ts';
import { FULL, QUICK } from './settings.ts';

const ROOT = join(import.meta.dirname, '..');

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const progress = new Progress(process.stdout);
// Whoever was started ends with the bench, on its exit.
for (const signal of SIGNALS) process.once(signal, () => process.exit(1));
try {
  const options = readOptions(process.argv.slice(2), SECTIONS, join(ROOT, 'docs'));
  if (options) await run(options);
  else progress.line(helpText(SECTIONS));
} catch (error) {
  progress.line(`\nbench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

async function run(options: Options): Promise<void> {
  if (!existsSync(join(ROOT, 'packages/server/dist/main.js'))) throw new Error('Hearth is not built: npm run build');
  const machine = describeMachine();
  progress.line(`${machine.description}, load ${machine.load.toFixed(2)}${machine.loaded ? ': LOADED' : ''}`);
  const report: RunReport = {
    machine,
    date: new Date(),
    quick: options.quick,
    sections: await measure(options),
  };
  const judged = judge(allRows(report));
  printVerdicts(progress, judged);
  if (options.write) progress.line(`\nWritten: ${(await writeReport(report, options.write)).join(', ')}`);
  if (options.strict && judged.some(({ verdict }) => verdict === 'not held')) process.exitCode = 1;
}

async function measure({ sections, quick }: Options): Promise<MeasuredSection[]> {
  await using generator = LoadGenerator.start();
  const bench = { progress, generator, settings: quick ? QUICK : FULL };
  const measured: MeasuredSection[] = [];
  for (const section of sections) {
    progress.line(`\n${section.title}`);
    const rows = await section.run(bench);
    printRows(progress, rows, judge(rows));
    measured.push({ section, rows });
  }
  return measured;
}
