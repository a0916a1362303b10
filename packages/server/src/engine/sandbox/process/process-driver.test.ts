import { execFile, spawnSync } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { promisify } from 'node:util';
import type { SandboxStrategy } from '../sandbox.ts';
import { sandboxContract } from '../sandbox.contract.ts';
import { probeHost } from './host.ts';
import { createProcessDriver } from './process-driver.ts';

const STRATEGIES: readonly SandboxStrategy[] = ['namespaces-root', 'namespaces-user', 'plain'];

/** The strategies that this host can run, from its strongest down. */
const { capabilities } = await probeHost();
const strategies = STRATEGIES.slice(STRATEGIES.indexOf(capabilities.strategy));

for (const strategy of strategies) {
  sandboxContract(strategy, tmpdir(), async (runDirectory) =>
    createProcessDriver({ host: await probeHost(strategy), runDirectory, cpuFloor: 1 }),
  );
}

if (process.getuid?.() === 0 && process.platform === 'linux') asNormalUser();

/** The same suite once more in a process of a normal user: no root, no writable control groups, freezing by signals. */
function asNormalUser(): void {
  const user = { uid: 65_534, gid: 65_534 };
  const readable =
    spawnSync(process.execPath, ['-e', `require('fs').accessSync(${JSON.stringify(import.meta.filename)})`], user)
      .status === 0;
  it(
    'does the same for a normal user',
    { skip: readable ? false : 'this checkout is readable by root alone' },
    async () => {
      const directory = await mkdtemp(join(tmpdir(), 'hearth-nobody-'));
      try {
        await chown(directory, user.uid, user.gid);
        const { NODE_TEST_CONTEXT: _, ...env } = process.env;
        await promisify(execFile)(process.execPath, ['--test', import.meta.filename], {
          ...user,
          env: { ...env, TMPDIR: directory, HOME: directory },
        });
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    },
  );
}
