import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withInstallLock } from '../../packages/server/src/engine/runtimes/install-lock.ts';
import { npmInstall } from '../../packages/server/src/engine/runtimes/npm-install.ts';

const CACHE = join(import.meta.dirname, '../../.cache/bench-peers');
const run = promisify(execFile);

/** The `node_modules` with these packages, installed once; `key` names their versions. */
export async function npmPackages(key: string, packages: readonly string[]): Promise<string> {
  const place = join(CACHE, key);
  await withInstallLock(join(CACHE, `.${key}.lock`), async () => {
    if (existsSync(place)) return;
    const work = await mkdtemp(join(CACHE, '.install-'));
    try {
      await npmInstall(work, packages);
      await rename(work, place);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  });
  return join(place, 'node_modules');
}

/** The `bin` of a virtual environment with this package, made once. An environment cannot be renamed: a file says done. */
export async function pythonPackage(name: string, version: string): Promise<string> {
  const place = join(CACHE, `${name}-${version}`);
  const done = join(place, 'installed');
  await mkdir(CACHE, { recursive: true });
  await withInstallLock(join(CACHE, `.${name}.lock`), async () => {
    if (existsSync(done)) return;
    await rm(place, { recursive: true, force: true });
    await run('python3', ['-m', 'venv', place]);
    await run(join(place, 'bin/pip'), ['install', '--quiet', `${name}==${version}`]);
    await writeFile(done, '');
  });
  return join(place, 'bin');
}
