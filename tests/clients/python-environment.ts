import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withInstallLock } from '../../packages/server/src/engine/runtimes/install-lock.ts';
import { run } from './journey.contract.ts';

const CACHE = join(import.meta.dirname, '../../.cache');
const VENV = join(CACHE, 'python-clients');
const BIN = join(VENV, 'bin');
const DONE = join(VENV, 'installed-from-requirements');

/** A virtual environment with the pinned boto3 and AWS CLI, made once for all tests; answers the path of its `bin`. */
export async function pythonClients(): Promise<string> {
  mkdirSync(CACHE, { recursive: true });
  // Test files run beside each other: one makes it, the others wait.
  await withInstallLock(`${VENV}.lock`, async () => {
    if (!existsSync(DONE)) await install();
  });
  return BIN;
}

async function install(): Promise<void> {
  await run('python3', ['-m', 'venv', VENV]);
  await run(join(BIN, 'pip'), ['install', '--quiet', '-r', join(import.meta.dirname, 'boto3/requirements.txt')]);
  writeFileSync(DONE, '');
}
