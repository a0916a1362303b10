import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { PlatformError } from '../kernel/errors.ts';
import { openDataDirectory, openEphemeralDirectory } from './data-directory.ts';
import { sweepEphemeralDirectories } from './ephemeral-sweep.ts';

const root = mkdtempSync(join(tmpdir(), 'hearth-test-'));
after(() => rmSync(root, { recursive: true }));
const newPath = () => join(mkdtempSync(join(root, 'case-')), 'data');

/** Another process that holds the directory. */
async function hold(t: TestContext, path: string) {
  const child = spawn(
    process.execPath,
    ['--expose-gc', fileURLToPath(new URL('./testing/hold-directory.ts', import.meta.url)), path],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  t.after(() => child.kill('SIGKILL'));
  const ended = once(child, 'exit').then(([code]) => assert.fail(`the holder ended with ${code}`));
  await Promise.race([once(child.stdout, 'data'), ended]);
  return child;
}

describe('the data directory', () => {
  test('is created for its owner alone, with its key', () => {
    const path = newPath();
    const directory = openDataDirectory(path);
    assert.equal(statSync(path).mode & 0o777, 0o700);
    assert.equal(statSync(join(path, 'key')).mode & 0o777, 0o600);
    assert.equal(directory.key.length, 32);
    for (const part of [directory.code, directory.run]) assert.ok(statSync(part).isDirectory());
    directory.close();
  });

  test('is refused where it cannot be made', () => {
    const file = join(mkdtempSync(join(root, 'case-')), 'file');
    writeFileSync(file, '');
    // /proc: the parent is there and takes no children.
    for (const path of [file, join(file, 'data'), '/proc/hearth', '/proc/hearth/data'])
      assert.throws(() => openDataDirectory(path), {
        name: 'PlatformError',
        remedy: 'Name one that you may write to with --data, or use --ephemeral.',
      });
  });

  test('is refused where it is there and cannot be written to', () => {
    const open = mkdtempSync(join(tmpdir(), 'hearth-test-'));
    after(() => rmSync(open, { recursive: true }));
    chmodSync(open, 0o755);
    const [empty, others, withoutRun] = ['empty', 'others', 'without-run'].map((name) => join(open, name)) as [
      string,
      string,
      string,
    ];
    mkdirSync(empty, { mode: 0o500 });
    // SQLite opens a file that it may only read, and fails at the lock.
    mkdirSync(others);
    writeFileSync(join(others, 'lock.db'), '', { mode: 0o444 });
    chmodSync(others, 0o555);
    // The lock is taken; what follows fails.
    mkdirSync(withoutRun);
    writeFileSync(join(withoutRun, 'lock.db'), '');
    chmodSync(join(withoutRun, 'lock.db'), 0o666);
    chmodSync(withoutRun, 0o555);
    const paths = [empty, others, withoutRun];
    const program = fileURLToPath(new URL('./testing/open-as-nobody.ts', import.meta.url));
    const refusals: unknown = JSON.parse(execFileSync(process.execPath, [program, ...paths], { encoding: 'utf8' }));
    const remedy = 'Name one that you may write to with --data, or use --ephemeral.';
    const expected = paths.map((path) => ({ message: `The data directory ${path} cannot be written to.`, remedy }));
    assert.deepEqual(refusals, expected);
  });

  test('keeps its key, and empties run', () => {
    const path = newPath();
    const first = openDataDirectory(path);
    writeFileSync(join(first.run, 'old.sock'), '');
    first.close();
    const second = openDataDirectory(path);
    assert.ok(second.key.equals(first.key));
    assert.equal(existsSync(join(second.run, 'old.sock')), false);
    second.close();
  });

  test('refuses a key that others can read, or that is damaged', () => {
    const path = newPath();
    openDataDirectory(path).close();
    chmodSync(join(path, 'key'), 0o644);
    assert.throws(() => openDataDirectory(path), {
      name: 'PlatformError',
      remedy: `Run: chmod 600 ${join(path, 'key')}`,
    });
    chmodSync(join(path, 'key'), 0o600);
    writeFileSync(join(path, 'key'), 'short');
    assert.throws(() => openDataDirectory(path), /has 5 bytes instead of 32/);
  });

  test('refuses a second opening in the same process', () => {
    const path = newPath();
    const first = openDataDirectory(path);
    assert.throws(() => openDataDirectory(path), new RegExp(`already in use by pid ${process.pid}\\.`));
    first.close();
    openDataDirectory(path).close();
  });

  test('names the instance that has it, until that one is killed', async (t) => {
    const path = newPath();
    const holder = await hold(t, path);
    assert.throws(
      () => openDataDirectory(path),
      (error) => {
        assert.ok(error instanceof PlatformError);
        assert.equal(
          error.message,
          `The data directory ${path} is already in use by pid ${holder.pid} at http://127.0.0.1:4566.`,
        );
        assert.match(error.remedy, new RegExp(`stop it \\(kill ${holder.pid}\\)`));
        return true;
      },
    );
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    openDataDirectory(path).close();
  });

  test('that cannot be created is a platform error', () => {
    writeFileSync(join(root, 'file'), '');
    const file = join(root, 'file');
    for (const path of [file, join(file, 'data')]) {
      assert.throws(() => openDataDirectory(path), {
        name: 'PlatformError',
        message: `The data directory ${path} cannot be created: ${file} is a file.`,
      });
    }
  });

  test('when ephemeral is gone after closing', () => {
    const directory = openEphemeralDirectory();
    assert.equal(directory.ephemeral, true);
    assert.ok(existsSync(directory.stateFile.replace(/state\.db$/, 'key')));
    directory.close();
    assert.equal(existsSync(directory.path), false);
  });
});

test('the sweep removes ephemeral directories of dead processes only', async (t) => {
  const parent = mkdtempSync(join(root, 'sweep-'));
  for (const name of ['eph-dead', 'eph-held', 'other']) mkdirSync(join(parent, name));
  const held = openDataDirectory(join(parent, 'eph-held'));
  const dying = await hold(t, join(parent, 'eph-killed'));
  dying.kill('SIGKILL');
  await once(dying, 'exit');
  sweepEphemeralDirectories(parent, 'eph-');
  assert.ok(existsSync(join(parent, 'eph-killed')), 'too young to judge');
  sweepEphemeralDirectories(parent, 'eph-', Date.now() + 120_000);
  assert.deepEqual(
    ['eph-dead', 'eph-held', 'eph-killed', 'other'].map((name) => existsSync(join(parent, name))),
    [false, true, false, true],
  );
  held.close();
});
