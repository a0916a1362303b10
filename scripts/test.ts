/**
 * Runs every test of the project, or the files named on the command line, and ends with a line that counts them:
 * `npm test`, `npm test -- packages/server/src/kernel`.
 */
import { existsSync, globSync, statSync } from 'node:fs';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const patterns = process.argv.slice(2);
const missing = patterns.find((path) => !existsSync(path));
if (missing) {
  console.error(`There is no ${missing}. Give a folder or a *.test.ts file.`);
  process.exit(1);
}
const files = (patterns.length > 0 ? patterns.flatMap(testsUnder) : testsUnder('.')).toSorted();

let passed = 0;
let failed = 0;
const failures: string[] = [];

const events = run({ files, concurrency: 2 });
events.on('test:pass', (event) => {
  if (isLeaf(event)) passed += 1;
});
events.on('test:fail', (event) => {
  if (!isLeaf(event)) return;
  failed += 1;
  failures.push(`${event.file ?? ''}: ${event.name}`);
});
events.compose(spec).pipe(process.stdout);
events.on('end', () => {
  // After the reporter's own closing lines.
  setImmediate(() => {
    for (const failure of failures) console.log(`failed: ${failure}`);
    console.log(`${passed} passed, ${failed} failed`);
    process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
  });
});

function testsUnder(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return globSync(`${path}/**/*.test.{ts,mjs}`, {
    exclude: (name) => name === 'node_modules' || name === 'dist' || name === '.git',
  });
}

/** Suites are reported as well; only tests count. A file that dies before its first test is a failure of its own. */
function isLeaf(event: { readonly details?: { readonly type?: string } }): boolean {
  return event.details?.type !== 'suite';
}
