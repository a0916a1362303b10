import { execFile, spawnSync } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { promisify } from 'node:util';
import { probeHost } from '../process/host.ts';
import type { SandboxStrategy } from '../sandbox.ts';
import { attackContract } from './attacks.contract.ts';

/** After its suites have failed each by itself. */
const FAILS_AFTER_MS = 400_000;
const STRATEGIES: readonly SandboxStrategy[] = ['namespaces-root', 'namespaces-user', 'plain'];

/** The strategies that this host can run, from its strongest down. */
const { capabilities } = await probeHost();
const root = process.getuid?.() === 0;
for (const strategy of STRATEGIES.slice(STRATEGIES.indexOf(capabilities.strategy))) {
  // What holds nothing back must not be attacked as root; both are tested as a normal user below.
  if (!root || strategy === 'namespaces-root') await attackContract(strategy, root ? 'root' : 'a normal user');
}

if (root && process.platform === 'linux') asNormalUser();

/** The same once more in a process of a normal user. */
function asNormalUser(): void {
  const user = { uid: 65_534, gid: 65_534 };
  const look = `require('fs').accessSync(${JSON.stringify(import.meta.filename)})`;
  const readable = spawnSync(process.execPath, ['-e', look], user).status === 0;
  const skip = readable ? false : 'this checkout is readable by root alone';
  it('holds the same for a normal user', { skip }, async () => {
    const directory = await mkdtemp(join(tmpdir(), 'hearth-nobody-'));
    try {
      await chown(directory, user.uid, user.gid);
      const { NODE_TEST_CONTEXT: _, ...env } = process.env;
      const { stdout } = await promisify(execFile)(process.execPath, [import.meta.filename], {
        ...user,
        timeout: FAILS_AFTER_MS,
        killSignal: 'SIGKILL',
        env: { ...env, TMPDIR: directory, HOME: directory },
      });
      if (process.env['HEARTH_SHOW']) console.log(stdout);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
}
