import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { startTicksOf } from './proc.ts';
import { signalGroup } from './signals.ts';

/** The process groups that this platform started, on disk: whoever starts next can end what a killed platform left. */
export class ProcessRecord {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  add(pid: number): void {
    appendFileSync(this.#file, `${pid} ${identityOf(pid) ?? ''}\n`);
  }

  /** Ends every recorded group whose leader is still the process that was recorded. */
  endLeftovers(): void {
    if (!existsSync(this.#file)) return;
    for (const line of readFileSync(this.#file, 'utf8').split('\n')) {
      const [pid = '', ...identity] = line.split(' ');
      if (pid !== '' && identity.join(' ') === identityOf(Number(pid))) signalGroup(Number(pid), 'SIGKILL');
    }
    this.clear();
  }

  clear(): void {
    rmSync(this.#file, { force: true });
  }
}

function identityOf(pid: number): string | null {
  if (process.platform === 'linux') return startTicksOf(pid);
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}
