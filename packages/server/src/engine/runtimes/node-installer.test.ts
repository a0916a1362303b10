import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { PlatformError } from '../../kernel/errors.ts';
import { NODE_PACKAGES, nodeBinary, NodeInstaller } from './node-installer.ts';
import { withInstallLock } from './install-lock.ts';

/** An npm client that stands for the network: it notes each call and makes the package, or fails as npm does. */
const NPM = `#!/bin/sh
echo call >> "$NPM_CALLS"
[ -n "$NPM_FAILS" ] && { echo "npm error code $NPM_FAILS" >&2; exit 1; }
while [ "$1" != --prefix ]; do shift; done
for last; do :; done
name=\${last%@*}
mkdir -p "$2/node_modules/$name/bin"
echo '{"version":"v19.1.2"}' > "$2/node_modules/$name/package.json"
echo binary > "$2/node_modules/$name/bin/node"
`;

describe('the Node installer', () => {
  let directory: string;
  let cache: string;
  const saved = { ...process.env };
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'hearth-installer-'));
    cache = join(directory, 'cache');
    await mkdir(join(directory, 'bin'));
    await writeFile(join(directory, 'bin/npm'), NPM);
    await chmod(join(directory, 'bin/npm'), 0o755);
    process.env['PATH'] = `${directory}/bin:/usr/bin:/bin`;
    process.env['NPM_CALLS'] = join(directory, 'calls');
  });
  afterEach(async () => {
    for (const name of ['PATH', 'NPM_FAILS', 'NPM_CALLS', 'HEARTH_CACHE']) {
      if (saved[name] === undefined) delete process.env[name];
      else process.env[name] = saved[name];
    }
    await rm(directory, { recursive: true, force: true });
  });
  const calls = async (): Promise<number> =>
    (await readFile(join(directory, 'calls'), 'utf8').catch(() => '')).split('\n').filter(Boolean).length;

  it('uses the running Node for its own major', async () => {
    const installer = new NodeInstaller({ cache });
    const major = process.versions.node.split('.')[0]!;
    assert.equal((await installer.locate(major)).version, process.versions.node);
    assert.equal(await calls(), 0);
  });

  it('takes the Node that was installed with Hearth for the command, when it has the major', async () => {
    const name = NODE_PACKAGES[`${process.platform}-${process.arch}`]!;
    const packaged = join(directory, 'node_modules', name);
    await mkdir(join(packaged, 'bin'), { recursive: true });
    await writeFile(join(packaged, 'package.json'), '{"version":"v19.0.0"}');
    const here = pathToFileURL(join(directory, 'node_modules/hearth/dist/installer.js')).href;
    process.env['HEARTH_CACHE'] = cache;
    const cached = join(cache, `node-19.1.2-${process.platform}-${process.arch}`, 'node');
    assert.equal(await nodeBinary(19, undefined, here), cached, 'without a binary it is none');
    await writeFile(join(packaged, 'bin/node'), '', { mode: 0o755 });
    assert.equal(await nodeBinary(19, undefined, here), join(await realpath(packaged), 'bin/node'));
    await writeFile(join(packaged, 'package.json'), '{"version":"v20.0.0"}');
    assert.equal(await nodeBinary(19, undefined, here), cached);
    assert.equal(await calls(), 1);
  });

  it('installs once for callers at the same time, and keeps the binary alone', async () => {
    const progress: string[] = [];
    const installer = new NodeInstaller({ cache });
    const other = new NodeInstaller({ cache });
    const found = await Promise.all([
      installer.locate('19', (line) => progress.push(line)),
      installer.locate('19'),
      other.locate('19'),
    ]);
    const executable = join(cache, `node-19.1.2-${process.platform}-${process.arch}`, 'node');
    for (const node of found) assert.deepEqual(node, { version: '19.1.2', executable });
    assert.equal(await calls(), 1);
    assert.deepEqual(await readdir(cache), [`node-19.1.2-${process.platform}-${process.arch}`]);
    assert.deepEqual(await new NodeInstaller({ cache }).locate('19'), { version: '19.1.2', executable });
    assert.equal(await calls(), 1);
    assert.ok(progress.every((line) => !line.includes('undefined')));
  });

  for (const [code, message, remedy] of [
    ['ENOTFOUND', /reaches no package registry/, /Go online/],
    ['ETARGET', /does not have this version/, /another runtime version/],
    ['EUSAGE', /npm error code EUSAGE/, /to see why/],
  ] as const) {
    it(`says what to do when npm fails with ${code}, and tries again next time`, async () => {
      process.env['NPM_FAILS'] = code;
      const installer = new NodeInstaller({ cache });
      await assert.rejects(installer.locate('19'), (error: unknown) => {
        assert.ok(error instanceof PlatformError);
        assert.match(error.message, message);
        assert.match(error.remedy, remedy);
        return true;
      });
      delete process.env['NPM_FAILS'];
      assert.equal((await installer.locate('19')).version, '19.1.2');
      assert.equal((await readdir(cache)).length, 1);
    });
  }

  it('says what to do when there is no npm', async () => {
    process.env['PATH'] = join(directory, 'nothing');
    await assert.rejects(new NodeInstaller({ cache }).locate('19'), /npm cannot be started/);
  });

  it('takes over the lock of a process that died', async () => {
    const lock = join(cache, 'a.lock');
    await mkdir(lock, { recursive: true });
    await writeFile(join(lock, 'pid'), '2147483646');
    assert.equal(await withInstallLock(lock, async () => 'done'), 'done');
    assert.deepEqual(await readdir(cache), []);
  });
});
