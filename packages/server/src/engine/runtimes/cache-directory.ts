import { homedir, platform } from 'node:os';
import { join } from 'node:path';

/** Where installed runtimes live: shared by every data directory, safe to delete. */
export function cacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
  if (env['HEARTH_CACHE']) return env['HEARTH_CACHE'];
  if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], 'hearth');
  return platform() === 'darwin' ? join(homedir(), 'Library/Caches/hearth') : join(homedir(), '.cache/hearth');
}
