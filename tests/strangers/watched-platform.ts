import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { BIN } from '../platform/process-kit.ts';

/** What a name with `..` in it would write, if anything let it. */
export const CANARY = 'hearth-canary';

/** A platform in a process of its own, in a directory of its own, of which everything is watched that strangers must not move. */
export interface WatchedPlatform extends AsyncDisposable {
  readonly endpoint: string;
  readonly port: number;
  readonly pid: number;
  readonly dataDirectory: string;
  /** Lines of the platform's log that tell of a bug of its own. */
  bugs(): string[];
  /** Resident memory, now and at its highest, in MB. */
  memoryMb(): { readonly now: number; readonly peak: number };
  /** Files around the data directory that were not there at the start, or have changed. */
  filesOutside(): string[];
}

/** Everything that the platform could mean by "here" or "home" lies beside its data directory and is looked at. */
export async function startWatched(): Promise<WatchedPlatform> {
  const around = mkdtempSync(join(tmpdir(), 'hearth-strangers-'));
  const at = (name: string) => join(around, name);
  for (const name of ['home', 'tmp', 'cwd', 'deep/er']) mkdirSync(at(name), { recursive: true });
  for (const place of ['home', 'tmp', 'cwd', 'deep', 'deep/er']) writeFileSync(at(`${place}/bystander`), 'untouched');
  const dataDirectory = at('deep/er/data');
  const child = spawn(process.execPath, [BIN, 'start', '--port', '0', '--json', '--data', dataDirectory], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: at('cwd'),
    env: { ...process.env, TMPDIR: at('tmp'), XDG_DATA_HOME: at('home') },
  });
  const exited = once(child, 'exit');
  const log: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { endpoint, pid } = JSON.parse(line) as { endpoint: string; pid: number };
  const before = new Map(listing(around, dataDirectory));
  const canariesBefore = canaries(around);
  return {
    endpoint,
    port: Number(new URL(endpoint).port),
    pid,
    dataDirectory,
    bugs: () => log.filter((text) => /"level":"error"|an answer was cut off/.test(text) || !text.startsWith('{')),
    memoryMb: () => ({ now: megabytes(pid, 'VmRSS'), peak: megabytes(pid, 'VmHWM') }),
    filesOutside: () => [
      ...listing(around, dataDirectory)
        .filter(([path, state]) => before.get(path) !== state)
        .map(([path]) => path),
      ...canaries(around).filter((path) => !canariesBefore.includes(path)),
    ],
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await exited;
      rmSync(around, { recursive: true, force: true });
    },
  };
}

/** Each path below `directory` but those of `except`, with its size and time of change. */
function listing(directory: string, except: string): [path: string, state: string][] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry): [string, string][] => {
    const path = join(directory, entry.name);
    if (path === except) return [];
    if (entry.isDirectory()) return [[path, 'directory'], ...listing(path, except)];
    const { size, mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { size: -1, mtimeMs: -1 };
    return [[path, `${size} ${mtimeMs}`]];
  });
}

/** Where names that climb out lead, however far. */
function canaries(around: string): string[] {
  return [around, tmpdir(), '/', '/tmp', '/etc', '/var', '/var/tmp', '/opt', '/usr', '/root', '/home'].flatMap(
    (place) => {
      try {
        return readdirSync(place)
          .filter((name) => name.includes(CANARY))
          .map((name) => join(place, name));
      } catch {
        return [];
      }
    },
  );
}

function megabytes(pid: number, field: string): number {
  const kilobytes = new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}
