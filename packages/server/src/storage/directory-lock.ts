import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PlatformError } from '../kernel/errors.ts';

export interface LockHolder {
  readonly pid: number;
  /** Absent until the holder listens. */
  readonly endpoint?: string;
}

export interface DirectoryLock {
  /** Updates what others are told. */
  describe(holder: LockHolder): void;
  release(): void;
}

/**
 * Locks a directory by an exclusive transaction on its `lock.db`: SQLite's POSIX locks belong to the process, so the
 * kernel drops them when it dies, children do not inherit them, and they hold against a second opening in this process.
 */
export function lockDirectory(path: string): DirectoryLock {
  const database = tryLock(path);
  if (!database) throw inUse(path, readHolder(path));
  const describe = (holder: LockHolder) => writeHolder(path, holder);
  describe({ pid: process.pid });
  // The listener also keeps the connection reachable: node:sqlite closes one that is garbage, and the lock would be gone.
  const close = () => database.close();
  process.once('exit', close);
  const release = () => {
    process.off('exit', close);
    close();
  };
  return { describe, release };
}

/** Null when another holds it. */
export function tryLock(path: string): DatabaseSync | null {
  const database = new DatabaseSync(join(path, 'lock.db'), { timeout: 0 });
  try {
    database.exec('begin exclusive');
    return database;
  } catch (error) {
    database.close();
    if (isBusy(error)) return null;
    throw error;
  }
}

/** SQLITE_BUSY and its extended codes (sqlite.org/rescode.html). */
function isBusy(error: unknown): boolean {
  return (
    error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' && (error.errcode & 0xff) === 5
  );
}

function holderFile(path: string): string {
  return join(path, 'instance.json');
}

function writeHolder(path: string, holder: LockHolder): void {
  const temporary = `${holderFile(path)}.new`;
  writeFileSync(temporary, JSON.stringify(holder), { mode: 0o600 });
  renameSync(temporary, holderFile(path));
}

/** Null in the moment between another's lock and its first description. */
function readHolder(path: string): LockHolder | null {
  try {
    return JSON.parse(readFileSync(holderFile(path), 'utf8')) as LockHolder;
  } catch {
    return null;
  }
}

function inUse(path: string, holder: LockHolder | null): PlatformError {
  const by = holder ? ` by pid ${holder.pid}${holder.endpoint ? ` at ${holder.endpoint}` : ''}` : '';
  const stop = holder ? `stop it (kill ${holder.pid})` : 'stop the other instance';
  const use = holder?.endpoint ? `Use that instance, ${stop}` : `Wait for it to answer, ${stop}`;
  return new PlatformError(
    `The data directory ${path} is already in use${by}.`,
    `${use}, or start with another --data directory.`,
  );
}
