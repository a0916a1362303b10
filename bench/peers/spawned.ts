import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, closeSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const READY_WITHIN_MS = 60_000;
const PROBE_EVERY_MS = 2;
const ENDS_WITHIN_MS = 10_000;
const OUTPUT_SHOWN = 600;

export interface SpawnPlan {
  readonly file?: string;
  readonly args: (place: { readonly port: number; readonly directory: string }) => readonly string[];
  readonly env?: (place: { readonly port: number; readonly directory: string }) => Record<string, string>;
  readonly cwd?: string;
  /** A GET that the server answers as soon as it serves; any answer but a 5xx counts. */
  readonly probePath: string;
}

/** A server in a process of its own with a directory to throw away; what it prints goes to a file in there. */
export class Spawned {
  readonly pid: number;
  readonly endpoint: string;
  readonly startMs: number;
  readonly #process: ChildProcess;
  readonly #directory: string;

  private constructor(process: ChildProcess, endpoint: string, startMs: number, directory: string) {
    this.pid = process.pid!;
    this.endpoint = endpoint;
    this.startMs = startMs;
    this.#process = process;
    this.#directory = directory;
  }

  /** @throws Error with the end of its output when it dies or does not answer within a minute */
  static async start(plan: SpawnPlan): Promise<Spawned> {
    const directory = mkdtempSync(join(tmpdir(), 'hearth-bench-'));
    const port = await freePort();
    const log = openSync(join(directory, 'output.log'), 'w');
    const startedAt = performance.now();
    const child = spawn(plan.file ?? process.execPath, plan.args({ port, directory }), {
      cwd: plan.cwd,
      env: { ...process.env, ...plan.env?.({ port, directory }) },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    endWithThisProcess(child);
    const endpoint = `http://127.0.0.1:${port}`;
    try {
      await firstAnswer(child, `${endpoint}${plan.probePath}`);
    } catch (cause) {
      child.kill('SIGKILL');
      const output = readFileSync(join(directory, 'output.log'), 'utf8').trim().slice(-OUTPUT_SHOWN);
      rmSync(directory, { recursive: true, force: true });
      throw new Error(`${(cause as Error).message}${output ? `: ${output}` : ''}`, { cause });
    }
    return new Spawned(child, endpoint, performance.now() - startedAt, directory);
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const exited = once(this.#process, 'exit');
      const impatient = setTimeout(() => this.#process.kill('SIGKILL'), ENDS_WITHIN_MS);
      this.#process.kill('SIGTERM');
      await exited;
      clearTimeout(impatient);
    }
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** However the bench ends, short of being killed, it leaves no server behind. */
function endWithThisProcess(child: ChildProcess): void {
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
}

/** Asks every 2 ms until an answer comes: the same probe for everyone, whatever they print when they are ready. */
async function firstAnswer(child: ChildProcess, url: string): Promise<void> {
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  child.once('exit', (code, signal) => (failure = new Error(`it ended with ${code ?? signal}`)));
  const until = performance.now() + READY_WITHIN_MS;
  while (performance.now() < until) {
    if (failure) throw failure;
    const status = await statusOf(url);
    if (status !== undefined && status < 500) return;
    await delay(PROBE_EVERY_MS);
  }
  throw new Error(`it did not answer within ${READY_WITHIN_MS / 1000} s`);
}

function statusOf(url: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = request(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    probe.on('error', () => resolve(undefined));
    probe.end();
  });
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
