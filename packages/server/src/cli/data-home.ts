import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where state lives when nothing else is said: HEARTH_DATA, else the XDG data home (macOS: Application Support). */
export function defaultDataDirectory(env: Readonly<Record<string, string | undefined>> = process.env): string {
  if (env.HEARTH_DATA) return env.HEARTH_DATA;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'hearth');
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'hearth');
}
