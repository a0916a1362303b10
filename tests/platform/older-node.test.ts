import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { NodeInstaller } from '../../packages/server/src/engine/runtimes/node-installer.ts';
import { BIN, temporaryDirectory } from './process-kit.ts';

test('on an older Node the command runs on the Node 24 that was installed with it, and fetches none', async (t) => {
  const { executable: older } = await new NodeInstaller().locate('20');
  const cache = temporaryDirectory(t);
  // Without npm: what would have to be fetched cannot be.
  const env = { HEARTH_CACHE: cache, PATH: '/nowhere', HOME: cache };
  const { stdout, stderr } = await promisify(execFile)(older, [BIN, '--version'], { env });
  assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
  assert.equal(stderr, '');
  assert.deepEqual(
    readdirSync(cache).filter((name) => name.startsWith('node-')),
    [],
  );
});
