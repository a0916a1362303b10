import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { PlatformError } from '../../kernel/errors.ts';
import { HostRuntimeLocator } from './host-runtime-locator.ts';
import { allPythons } from './python-finder.ts';
import { bootKey, runtimeCommand } from './runtime-command.ts';
import type { LocatedRuntime } from './runtimes.ts';

const NODE_22: LocatedRuntime = {
  runtime: 'nodejs22.x',
  family: 'nodejs',
  version: '22.12.0',
  executable: '/x/node',
  visiblePaths: [],
};

describe('the runtimes of this host', () => {
  it('are found: the running Node, every Python, and where a custom runtime starts', async () => {
    const locator = new HostRuntimeLocator();
    const node = await locator.locate(`nodejs${process.versions.node.split('.')[0]}.x`);
    assert.equal(node.version, process.versions.node);
    const pythons = await allPythons();
    assert.ok(pythons.length > 0);
    for (const { version } of pythons) {
      const runtime = `python${version.split('.').slice(0, 2).join('.')}`;
      const located = await locator.locate(runtime);
      assert.equal(located.family, 'python');
      assert.ok(located.executable?.startsWith(located.prefix ?? '?'), 'a shim is not an interpreter');
      assert.ok(!located.executable?.includes('/shims/'));
    }
    assert.deepEqual((await locator.locate('provided.al2023')).bootstrapPaths, [
      '/var/task/bootstrap',
      '/opt/bootstrap',
    ]);
  });

  it('that are missing are told with what there is instead', async () => {
    const locator = new HostRuntimeLocator({ env: { PATH: '/nowhere', HOME: '/nowhere' } });
    await assert.rejects(locator.locate('python3.12'), (error: unknown) => {
      assert.ok(error instanceof PlatformError);
      assert.equal(error.message, 'Python 3.12 was not found: this machine has no Python.');
      assert.match(error.remedy, /`python3\.12` is on PATH/);
      return true;
    });
    await assert.rejects(locator.locate('ruby3.4'), /ruby3\.4 cannot run here/);
  });
});

describe('the command that starts a runtime', () => {
  it("limits Node's heap and switches off what Lambda switches off, unless NODE_OPTIONS wants it", () => {
    const command = runtimeCommand(NODE_22, '/rt', {
      memoryMb: 512,
      environment: { NODE_OPTIONS: '--experimental-require-module', OTHER: 'x' },
    });
    assert.deepEqual(command.args, [
      '--max-old-space-size=460',
      '--no-experimental-detect-module',
      '--require',
      '/rt/node/hook.cjs',
      '/rt/node/runtime.cjs',
    ]);
    assert.equal(command.env['NODE_OPTIONS'], '--experimental-require-module');
    assert.equal(command.env['OTHER'], undefined);
  });

  it('has one key per what cannot change after the boot', () => {
    const key = bootKey(NODE_22, { memoryMb: 128, environment: { A: '1' } });
    assert.equal(bootKey(NODE_22, { memoryMb: 128, environment: { A: '2' } }), key);
    assert.notEqual(bootKey(NODE_22, { memoryMb: 256, environment: {} }), key);
    assert.notEqual(bootKey(NODE_22, { memoryMb: 128, environment: { NODE_OPTIONS: '--inspect' } }), key);
  });
});
