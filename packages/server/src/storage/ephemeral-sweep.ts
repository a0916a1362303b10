import { readdirSync, rmSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock } from './directory-lock.ts';

/** A younger directory may belong to a process that has not locked it yet. */
const YOUNG_MS = 60_000;

/** Removes this user's directories below `parent` that begin with `prefix` and whose process is gone. */
export function sweepEphemeralDirectories(parent: string, prefix: string, now = Date.now()): void {
  for (const name of readdirSync(parent)) {
    if (name.startsWith(prefix)) removeIfAbandoned(join(parent, name), now);
  }
}

function removeIfAbandoned(path: string, now: number): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isDirectory() || !isOurs(stats) || now - stats.birthtimeMs < YOUNG_MS) return;
  const lock = tryLock(path);
  if (!lock) return;
  rmSync(path, { recursive: true, force: true });
  lock.close();
}

function isOurs(stats: Stats): boolean {
  return process.getuid === undefined || stats.uid === process.getuid();
}
