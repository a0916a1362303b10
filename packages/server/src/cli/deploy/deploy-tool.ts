import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { cacheDirectory } from '../../engine/runtimes/cache-directory.ts';
import { withInstallLock } from '../../engine/runtimes/install-lock.ts';
import { npmInstall } from '../../engine/runtimes/npm-install.ts';

/** What reads a serverless.yml: the project's own tool, or the one that Hearth installs for projects without. */
export interface DeployTool {
  readonly file: string;
  /** Before the verb. */
  readonly args: readonly string[];
  readonly origin: 'project' | 'hearth';
}

/**
 * The maintained open-source line of Serverless 3. The last version whose schema still knows `nodejs18.x`
 * (3.77.1 and 4.3.1 refuse it).
 */
export const PINNED_TOOL = { name: 'osls', version: '3.63.2' } as const;

/** In the order of their names' precedence, in each directory from the project up, as npx and npm look for them. */
const PROJECT_TOOLS = ['serverless', 'osls'];

/** @throws PlatformError when nothing is there and nothing can be installed */
export async function deployTool(directory: string, onProgress: (message: string) => void): Promise<DeployTool> {
  const own = projectTool(resolve(directory));
  if (own) return { file: own, args: [], origin: 'project' };
  const script = await pinnedTool(cacheDirectory(), onProgress);
  return { file: process.execPath, args: [script], origin: 'hearth' };
}

export function projectTool(directory: string): string | undefined {
  for (let at = directory; ; at = dirname(at)) {
    const found = PROJECT_TOOLS.map((name) => join(at, 'node_modules/.bin', name)).find((path) => existsSync(path));
    if (found || at === dirname(at)) return found;
  }
}

/** The path of the pinned tool's script; installed once, complete or absent. */
async function pinnedTool(cache: string, onProgress: (message: string) => void): Promise<string> {
  const { name, version } = PINNED_TOOL;
  const place = join(cache, `${name}-${version}`);
  const script = join(place, 'node_modules', name, 'bin/serverless.js');
  if (existsSync(script)) return script;
  await withInstallLock(join(cache, `.${name}-${version}.lock`), async () => {
    if (existsSync(script)) return;
    onProgress(`Installing ${name} ${version}, the tool that reads serverless.yml, once (about half a minute)…`);
    const work = await mkdtemp(join(cache, '.install-'));
    try {
      await npmInstall(work, [`${name}@${version}`]);
      await rename(work, place);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
    onProgress(`${name} ${version} is installed.`);
  });
  return script;
}
