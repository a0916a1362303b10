import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FILE_ATTACKS } from '../../packages/server/src/engine/sandbox/attacks/files.ts';
import { PROCESS_ATTACKS } from '../../packages/server/src/engine/sandbox/attacks/processes.ts';

const ROOT = join(import.meta.dirname, '../..');
const rows = readFileSync(join(ROOT, 'docs/security.md'), 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, title = '']) => /^a (function|program) /.test(title));
const sources = globSync(['packages/server/src/engine/sandbox/attacks/*.ts', 'tests/strangers/inside.test.ts'], {
  cwd: ROOT,
}).map((file) => readFileSync(join(ROOT, file), 'utf8'));

test('every line of docs/security.md is the title of a test', () => {
  assert.ok(rows.length > 25, `${rows.length} lines`);
  const untested = rows.map(([, title = '']) => title).filter((title) => !sources.some((text) => text.includes(title)));
  assert.deepEqual(untested, []);
});

test('docs/security.md says of each attack where it fails', () => {
  const said = new Map(rows.map(([, title = '', ...modes]) => [title, modes.slice(0, 3)]));
  for (const { title, held } of [...FILE_ATTACKS, ...PROCESS_ATTACKS]) {
    const modes = (['namespaces-root', 'namespaces-user', 'plain'] as const).map((mode) =>
      held.includes(mode) ? 'yes' : 'no',
    );
    assert.deepEqual(said.get(title), modes, title);
  }
});
