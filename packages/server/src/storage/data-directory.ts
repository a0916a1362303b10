import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { PlatformError } from '../kernel/errors.ts';
import { type DirectoryLock, lockDirectory } from './directory-lock.ts';
import { readOrCreateKey } from './key-file.ts';
import { sweepEphemeralDirectories } from './ephemeral-sweep.ts';

export interface DataDirectory {
  /** Absolute. */
  readonly path: string;
  readonly ephemeral: boolean;
  /** 32 random bytes, in the file `key` of mode 0600. */
  readonly key: Buffer;
  readonly stateFile: string;
  readonly telemetryFile: string;
  /** Owned by the blobs, which create it. */
  readonly blobs: string;
  /** Unpacked functions and layers. */
  readonly code: string;
  /** Sockets and other things that mean nothing after a restart; empty at opening. */
  readonly run: string;
  /** Records where this instance answers, for the message that a second one gives. */
  setEndpoint(url: string): void;
  /** Gives the directory up; removes an ephemeral one. */
  close(): void;
}

/** What the names of ephemeral directories begin with. */
export const EPHEMERAL_PREFIX = 'hearth-ephemeral-';

const NAME_ANOTHER = 'Name one that you may write to with --data, or use --ephemeral.';

/**
 * Creates the directory when it is missing (mode 0700) and locks it for this process: the lock ends with the process,
 * however that ends. Throws a PlatformError naming the holder when another one has it.
 */
export function openDataDirectory(path: string): DataDirectory {
  const absolute = resolve(path);
  createPrivate(absolute);
  return open(absolute, false);
}

/** A directory below the system's temporary one, removed by `close`; removes those of processes that were killed. */
export function openEphemeralDirectory(): DataDirectory {
  sweepEphemeralDirectories(tmpdir(), EPHEMERAL_PREFIX);
  return open(mkdtempSync(join(tmpdir(), EPHEMERAL_PREFIX)), true);
}

function open(path: string, ephemeral: boolean): DataDirectory {
  let lock: DirectoryLock | undefined;
  try {
    lock = lockDirectory(path);
    return prepare(path, ephemeral, lock);
  } catch (cause) {
    lock?.release();
    if (!isRefusedWrite(cause)) throw cause;
    throw new PlatformError(`The data directory ${path} cannot be written to.`, NAME_ANOTHER, { cause });
  }
}

/** The kernel's refusals, and SQLite's: SQLITE_READONLY and SQLITE_CANTOPEN with their extended codes. */
function isRefusedWrite(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  if (typeof errcode === 'number') return [8, 14].includes(errcode & 0xff);
  return ['EACCES', 'EPERM', 'EROFS'].includes(String(code));
}

function prepare(path: string, ephemeral: boolean, lock: DirectoryLock): DataDirectory {
  const within = (name: string) => join(path, name);
  rmSync(within('run'), { recursive: true, force: true });
  for (const name of ['code', 'run']) mkdirSync(within(name), { recursive: true, mode: 0o700 });
  return {
    path,
    ephemeral,
    key: readOrCreateKey(within('key')),
    stateFile: within('state.db'),
    telemetryFile: within('telemetry.db'),
    blobs: within('blobs'),
    code: within('code'),
    run: within('run'),
    setEndpoint: (url) => lock.describe({ pid: process.pid, endpoint: url }),
    close: () => {
      // Removed while locked: nobody else can have begun to use it.
      if (ephemeral) rmSync(path, { recursive: true, force: true });
      lock.release();
    },
  };
}

function createPrivate(path: string): void {
  try {
    makeDirectory(path);
  } catch (cause) {
    throw new PlatformError(
      `The data directory ${path} cannot be created: ${reasonOf(cause as NodeJS.ErrnoException)}.`,
      NAME_ANOTHER,
      {
        cause,
      },
    );
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'is a file',
  EACCES: 'cannot be created without more rights',
  EPERM: 'cannot be created without more rights',
  EROFS: 'lies on a read-only file system',
  ENOSPC: 'lies on a full disk',
  ENOENT: 'is where nothing can be created',
};

/** Of the directory, or of the parent that is the trouble. */
function reasonOf({ code = '', path, message }: NodeJS.ErrnoException): string {
  const reason = REASONS[code];
  return path !== undefined && reason !== undefined ? `${path} ${reason}` : message;
}

/** With its parents. Node 24's own recursive mkdir never returns where a parent takes no children, as in /proc. */
function makeDirectory(path: string): void {
  if (isDirectory(path)) return;
  makeDirectory(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Somebody else made it meanwhile.
    if (!isDirectory(path)) throw error;
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
