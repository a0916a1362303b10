import assert from 'node:assert/strict';
import { test } from 'node:test';
import { helpText, readOptions } from './options.ts';
import { SECTIONS } from './sections/all.ts';

test('only a whole run with full rounds is written to the documents, unless another place is named', () => {
  assert.equal(readOptions([], SECTIONS, 'docs')?.write, 'docs');
  assert.equal(readOptions(['--quick'], SECTIONS, 'docs')?.write, undefined);
  assert.equal(readOptions(['--only', 's3'], SECTIONS, 'docs')?.write, undefined);
  assert.equal(readOptions(['--quick', '--write', 'x'], SECTIONS, 'docs')?.write, 'x');
});

test('sections are chosen by name, one by one or with commas, and run in the order of the list', () => {
  const names = readOptions(['--only', 's3,start', '--only', 'http'], SECTIONS, 'docs')?.sections.map(
    ({ name }) => name,
  );
  assert.deepEqual(names, ['start', 'http', 's3']);
  assert.throws(() => readOptions(['--only', 'speed'], SECTIONS, 'docs'), /There is no section speed/);
});

test('the help names every section', () => {
  for (const { name } of SECTIONS) assert.ok(helpText(SECTIONS).includes(`  ${name} `));
  assert.equal(readOptions(['--help'], SECTIONS, 'docs'), undefined);
});
