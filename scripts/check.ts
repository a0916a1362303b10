/** `npm run check`: everything about the code that can be judged without running it. */
import { checkImportDirection } from './check/import-direction.ts';
import { checkServiceShape } from './check/service-shape.ts';
import { command, step } from './progress.ts';

const node = process.execPath;
const quiet = async (file: string, args: readonly string[]) => void (await command(file, args));
const results = [
  await step('format', () => quiet('oxfmt', ['--check', '.'])),
  await step('types', () => quiet('tsc', ['-p', '.'])),
  await step('lint, no floating promises, no import cycles', () => quiet('oxlint', ['.'])),
  await step('imports run one way', checkImportDirection),
  await step('services have one shape', checkServiceShape),
  await step('models have not drifted', () => quiet(node, ['scripts/models/generate.ts', '--check'])),
  await step('service pages tell what the code does', () => quiet(node, ['scripts/service-tables.ts', '--check'])),
];
if (results.includes(false)) {
  console.log('\nSome checks failed. `npm run format` mends formatting; the rest is described above.');
  process.exitCode = 1;
}
