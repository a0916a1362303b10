import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { PlatformError } from '../kernel/errors.ts';

const KEY_BYTES = 32;

/** Reads the key, or creates it whole. Call it with the directory locked. Throws a PlatformError when it is damaged or others can read it. */
export function readOrCreateKey(file: string): Buffer {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats) return createKey(file);
  if (stats.mode & 0o077) {
    throw new PlatformError(
      `The key file ${file} can be read by others (mode ${(stats.mode & 0o777).toString(8)}).`,
      `Run: chmod 600 ${file}`,
    );
  }
  const key = readFileSync(file);
  if (key.length === KEY_BYTES) return key;
  throw new PlatformError(
    `The key file ${file} has ${key.length} bytes instead of ${KEY_BYTES}.`,
    'Restore it from a backup; what was encrypted with it cannot be read without it. Or start with another --data directory.',
  );
}

/** Under its name only when it is safely on disk: a lost key would lose everything that is encrypted with it. */
function createKey(file: string): Buffer {
  const key = randomBytes(KEY_BYTES);
  const temporary = `${file}.new`;
  rmSync(temporary, { force: true });
  const descriptor = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(descriptor, key);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, file);
  return key;
}
