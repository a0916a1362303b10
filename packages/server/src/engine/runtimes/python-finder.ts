import { execFile } from 'node:child_process';
import { access, constants, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

import { PlatformError } from '../../kernel/errors.ts';

export interface FoundPython {
  /** `3.12.4` */
  readonly version: string;
  /** Real path: no shim, no symbolic link, not inside a virtual environment. */
  readonly executable: string;
  /** `sys.base_prefix`: where the standard library lies. */
  readonly prefix: string;
}

const run = promisify(execFile);
const PROBE_TIMEOUT_MS = 10_000;
const PROBE = [
  'import json, os, sys',
  'print(json.dumps({"version": ".".join(map(str, sys.version_info[:3])),' +
    ' "executable": os.path.realpath(sys.executable), "prefix": os.path.realpath(sys.base_prefix)}))',
].join('\n');

/**
 * The interpreter of `wanted` (`3.12`) on this host: on PATH, or among pyenv's versions.
 * @throws PlatformError listing what was found instead
 */
export async function findPython(wanted: string, env: NodeJS.ProcessEnv = process.env): Promise<FoundPython> {
  for (const candidate of await candidates(wanted, env)) {
    const python = await probe(candidate);
    if (python?.version.startsWith(`${wanted}.`)) return python;
  }
  throw notFound(wanted, await allPythons(env));
}

/** Every interpreter from 3.8 to 3.14 that this host has, oldest first, each minor version once. */
export async function allPythons(env: NodeJS.ProcessEnv = process.env): Promise<FoundPython[]> {
  const minors = Array.from({ length: 7 }, (_, index) => `3.${index + 8}`);
  const directories = searchPath(env).filter((directory) => !isShim(join(directory, 'python')));
  const named = minors.flatMap((version) => directories.map((directory) => join(directory, `python${version}`)));
  const unnamed = directories.map((directory) => join(directory, 'python3'));
  const pyenv = (await pyenvVersions(env)).map(({ directory }) => join(directory, 'bin/python3'));
  const paths = [...new Set([...named, ...unnamed, ...pyenv])];
  const usable = await Promise.all(paths.map(isExecutable));
  const probed = await Promise.all(paths.filter((_path, index) => usable[index]).map(probe));
  const byMinor = new Map<string, FoundPython>();
  for (const python of probed) {
    const minor = python?.version.split('.').slice(0, 2).join('.');
    if (python && minor && minors.includes(minor) && !byMinor.has(minor)) byMinor.set(minor, python);
  }
  return [...byMinor.values()].sort((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true }));
}

async function candidates(wanted: string, env: NodeJS.ProcessEnv): Promise<string[]> {
  const directories = searchPath(env);
  const named = directories.map((directory) => join(directory, `python${wanted}`));
  const fromPyenv = (await pyenvVersions(env))
    .filter(({ version }) => version.startsWith(`${wanted}.`))
    .map(({ directory }) => join(directory, 'bin', `python${wanted}`));
  const unnamed = directories.map((directory) => join(directory, 'python3'));
  // pyenv's shims are shell scripts that answer for whatever version is selected: asked last.
  const all = [...named, ...fromPyenv, ...unnamed];
  const ordered = [...all.filter((path) => !isShim(path)), ...all.filter(isShim)];
  const executable = await Promise.all(ordered.map(isExecutable));
  return [...new Set(ordered.filter((_path, index) => executable[index]))];
}

async function probe(path: string): Promise<FoundPython | null> {
  try {
    const { stdout } = await run(path, ['-I', '-c', PROBE], { timeout: PROBE_TIMEOUT_MS });
    return JSON.parse(stdout) as FoundPython;
  } catch {
    // A shim of a version that is not selected, or a broken installation: not an interpreter.
    return null;
  }
}

function notFound(wanted: string, found: readonly FoundPython[]): PlatformError {
  const versions = found.map(({ version }) => version);
  const have = versions.length > 0 ? `this machine has Python ${versions.join(', ')}` : 'this machine has no Python';
  const alternative = versions
    .map((version) => `python${version.split('.').slice(0, 2).join('.')}`)
    .toReversed()
    .find((runtime) => /^python3\.(8|9|1[0-4])$/.test(runtime));
  return new PlatformError(
    `Python ${wanted} was not found: ${have}.`,
    `Install it so that \`python${wanted}\` is on PATH (a system package, or \`pyenv install ${wanted}\`)${
      alternative ? `, or choose ${alternative} for this function` : ''
    }.`,
  );
}

async function pyenvVersions(env: NodeJS.ProcessEnv): Promise<{ version: string; directory: string }[]> {
  const root = join(env['PYENV_ROOT'] ?? join(env['HOME'] ?? homedir(), '.pyenv'), 'versions');
  const names = await readdir(root).catch(() => []);
  return names
    .filter((name) => /^3\.\d+\.\d+$/.test(name))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((version) => ({ version, directory: join(root, version) }));
}

function searchPath(env: NodeJS.ProcessEnv): string[] {
  return (env['PATH'] ?? '').split(delimiter).filter((directory) => directory.startsWith('/'));
}

function isShim(path: string): boolean {
  return path.includes('/shims/');
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
