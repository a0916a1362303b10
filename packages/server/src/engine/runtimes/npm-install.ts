import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { PlatformError } from '../../kernel/errors.ts';

const OUTPUT_KEPT = 2000;

/** `alone`: nothing but the packages, for taking out. `kept`: added to what the directory's manifest and lock hold. */
export type NpmInstallMode = 'alone' | 'kept';

/** npm waits 10 s, then 60 s between its tries; whoever has no network shall hear of it in seconds. */
const RETRY_FLAGS = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=4000'];

const MODE_FLAGS: Readonly<Record<NpmInstallMode, readonly string[]>> = {
  alone: ['--no-save', '--no-package-lock'],
  kept: ['--save', '--package-lock'],
};

/**
 * Installs packages into `directory` with the user's own npm, so that their registry, proxy and authentication hold.
 * @throws PlatformError telling apart: no npm, no network, no such version, anything else
 */
export async function npmInstall(
  directory: string,
  packages: readonly string[],
  mode: NpmInstallMode = 'alone',
): Promise<void> {
  const flags = [
    ...MODE_FLAGS[mode],
    ...RETRY_FLAGS,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const args = ['install', '--prefix', directory, ...flags, ...packages];
  const child = spawn('npm', args, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'], env: installEnvironment() });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-OUTPUT_KEPT);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const what = packages.join(', ');
  const code = await once(child, 'close').then(
    ([exitCode]) => exitCode as number | null,
    (cause: unknown) => {
      throw npmMissing(what, cause);
    },
  );
  if (code !== 0) throw installFailed(what, output);
}

/** What a surrounding `npm run` sets (prefix, workspace, ignore-scripts) is about its own project, not about ours. */
function installEnvironment(): NodeJS.ProcessEnv {
  const projectSettings =
    /^npm_config_(local_prefix|prefix|global|global_prefix|workspaces?|include_workspace_root|omit|only|production|dry_run)$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !projectSettings.test(name)));
}

function npmMissing(what: string, cause: unknown): PlatformError {
  return new PlatformError(
    `${what} cannot be installed: npm cannot be started.`,
    'Install Node.js with npm, see that `npm --version` works in this shell, and try again.',
    { cause },
  );
}

function installFailed(what: string, output: string): PlatformError {
  if (
    /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)\b/.test(
      output,
    )
  ) {
    return new PlatformError(
      `${what} cannot be installed: npm reaches no package registry.`,
      "Go online, or set npm's `registry` and `proxy` to what this network offers, and try again.",
    );
  }
  if (/\b(ETARGET|E404)\b/.test(output)) {
    return new PlatformError(
      `${what} cannot be installed: the package registry does not have this version.`,
      'Choose another runtime version, or a registry that has it (`npm config get registry`).',
    );
  }
  return new PlatformError(
    `${what} cannot be installed: ${lastLines(output)}`,
    `Run \`npm install ${what}\` in an empty directory to see why, and try again.`,
  );
}

function lastLines(output: string): string {
  return output.trim().split('\n').slice(-3).join(' ') || 'npm failed without a message.';
}
