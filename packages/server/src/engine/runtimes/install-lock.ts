import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 250;
/** A lock whose maker died before it could write its pid. */
const NAMELESS_TRIES = 8;

/** Runs `work` alone among all processes of this machine that name the same `path`; a dead holder's lock is taken over. */
export async function withInstallLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  await acquire(path);
  try {
    return await work();
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

async function acquire(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  for (let nameless = 0; ;) {
    if (await tryMake(path)) {
      await writeFile(join(path, 'pid'), String(process.pid));
      return;
    }
    const pid = await holder(path);
    nameless = pid === null ? nameless + 1 : 0;
    const abandoned = pid === null ? nameless > NAMELESS_TRIES : !isAlive(pid);
    if (abandoned) await rm(path, { recursive: true, force: true });
    else await delay(POLL_MS);
  }
}

async function tryMake(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function holder(path: string): Promise<number | null> {
  const text = await readFile(join(path, 'pid'), 'utf8').catch(() => '');
  return text === '' ? null : Number(text);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
