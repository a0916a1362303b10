import { join } from 'node:path';

import { PlatformError } from '../../kernel/errors.ts';
import type { BootOptions, LocatedRuntime, RuntimeCommand } from './runtimes.ts';

/** The share of the function's memory that V8 may use for its old generation, as AWS's bootstrap sets it. */
const OLD_SPACE_SHARE = 0.9;
/** Interpreters read these while they start: they cannot come with INIT. */
const BOOT_VARIABLES = [
  'NODE_OPTIONS',
  'NODE_EXTRA_CA_CERTS',
  'NODE_ICU_DATA',
  'UV_THREADPOOL_SIZE',
  'LD_LIBRARY_PATH',
  'LD_PRELOAD',
  'PYTHONHASHSEED',
  'PYTHONDONTWRITEBYTECODE',
  'PYTHONMALLOC',
  'PYTHONOPTIMIZE',
  'PYTHONWARNINGS',
  'PYTHONFAULTHANDLER',
  'PYTHONUTF8',
] as const;
const DEFAULT_PATH = '/usr/local/bin:/usr/bin:/bin';

/**
 * Spares are kept per this text: runtimes that may stand in for each other have the same.
 * The heap limit is a boot option of Node alone.
 */
export function bootKey(located: LocatedRuntime, boot: BootOptions): string {
  const memory = located.family === 'nodejs' ? boot.memoryMb : 0;
  return JSON.stringify([located.family, located.version, located.executable, memory, bootEnvironment(boot)]);
}

/**
 * How an empty Node or Python runtime is started; descriptor 3 must be the frame socket.
 * @param runtimeDirectory `dist/runtime`, as scripts/build-runtime.ts makes it
 * @throws PlatformError for `provided`, whose process is the function's own bootstrap
 */
export function runtimeCommand(located: LocatedRuntime, runtimeDirectory: string, boot: BootOptions): RuntimeCommand {
  if (located.family === 'nodejs') return nodeCommand(located, join(runtimeDirectory, 'node'), boot);
  if (located.family === 'python') return pythonCommand(located, join(runtimeDirectory, 'python'), boot);
  throw new PlatformError(
    `${located.runtime} has no runtime of Hearth's.`,
    'Start its bootstrap over the Runtime API instead; this is a bug.',
  );
}

function nodeCommand(located: LocatedRuntime, directory: string, boot: BootOptions): RuntimeCommand {
  const heapMb = Math.max(32, Math.floor(boot.memoryMb * OLD_SPACE_SHARE));
  return {
    file: located.executable!,
    args: [
      `--max-old-space-size=${heapMb}`,
      ...moduleFlags(located.version, boot.environment['NODE_OPTIONS'] ?? ''),
      '--require',
      join(directory, 'hook.cjs'),
      join(directory, 'runtime.cjs'),
    ],
    env: { PATH: DEFAULT_PATH, ...bootEnvironment(boot) },
    visiblePaths: [directory],
  };
}

function pythonCommand(located: LocatedRuntime, directory: string, boot: BootOptions): RuntimeCommand {
  return {
    file: located.executable!,
    // -s: the host user's own packages are not the function's. -B: a read-only task root takes no bytecode.
    args: ['-s', '-B', join(directory, 'hearth_runtime/__main__.py')],
    env: { PATH: DEFAULT_PATH, PYTHONUTF8: '1', ...bootEnvironment(boot) },
    visiblePaths: [directory],
  };
}

function bootEnvironment(boot: BootOptions): Record<string, string> {
  const entries = BOOT_VARIABLES.map((name) => [name, boot.environment[name]] as const);
  return Object.fromEntries(
    entries.filter((entry): entry is readonly [(typeof BOOT_VARIABLES)[number], string] => entry[1] !== undefined),
  );
}

/**
 * Lambda switches off what upstream Node has on by default: requiring ES modules in 20 and 22, guessing the module kind
 * of a `.js` file in 22. NODE_OPTIONS switches them on again (AWS dev guide, "Building Lambda functions with Node.js").
 */
function moduleFlags(version: string, nodeOptions: string): string[] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const disabled: string[] = [];
  if ((major === 20 && minor >= 19) || major === 22) disabled.push('experimental-require-module');
  if (major === 22) disabled.push('experimental-detect-module');
  return disabled.filter((flag) => !nodeOptions.includes(flag)).map((flag) => `--no-${flag}`);
}
