import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Clients, clientsAt } from './clients.ts';
import type { Order } from './orders.ts';

/** Another build than this checkout's, for storms over an installed Hearth. */
const BIN = process.env['HEARTH_BIN'] ?? join(import.meta.dirname, '../../../packages/server/bin/hearth');

const INSIDE = join(import.meta.dirname, 'inside.mts');

export interface HearthOptions {
  readonly data: string;
  /** Absent: a free one that stays the same over restarts. */
  readonly port?: number;
  readonly database?: string;
  readonly spares?: number;
  /** Takes `order`s (kit/inside.mts). */
  readonly ordered?: boolean;
  /** Runs the platform: `unshare …`. */
  readonly launcher?: readonly string[];
}

/** The platform in a process of its own, as a user starts it, again and again on the same directory and port. */
export class Hearth {
  readonly #options: HearthOptions & { readonly port: number };
  #child: ChildProcess | null = null;
  #exited: Promise<unknown> = Promise.resolve();
  #clients: Clients | null = null;
  #pid = 0;
  /** The platform's own log, all starts together: one JSON object a line. */
  readonly log: string[] = [];

  private constructor(options: HearthOptions & { readonly port: number }) {
    this.#options = options;
  }

  static async start(options: HearthOptions): Promise<Hearth> {
    const hearth = new Hearth({ ...options, port: options.port ?? (await freePort()) });
    await hearth.start();
    return hearth;
  }

  get pid(): number {
    return this.#pid;
  }

  get data(): string {
    return this.#options.data;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.#options.port}`;
  }

  get clients(): Clients {
    if (!this.#clients) throw new Error('the platform does not run');
    return this.#clients;
  }

  get running(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** @returns how long it took to answer, in ms */
  async start(): Promise<number> {
    const { data, port, database, spares = 1, ordered = false, launcher = [] } = this.#options;
    const started = performance.now();
    const args = ['start', '--port', String(port), '--json', '--data', data, '--spares', String(spares)];
    if (database) args.push('--database', database);
    const preload = ordered ? ['--import', INSIDE] : [];
    const [command = '', ...rest] = [...launcher, process.execPath, ...preload, BIN, ...args];
    const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe', ...(ordered ? ['ipc' as const] : [])] });
    if (!child.stdout || !child.stderr) throw new Error('its output is not piped');
    this.#child = child;
    // Not `exit`: what it said last may still be in the pipe then.
    this.#exited = once(child, 'close');
    createInterface({ input: child.stderr }).on('line', (line) => this.log.push(line));
    const ready = once(createInterface({ input: child.stdout }), 'line').then(([line]) => String(line));
    const failed = this.#exited.then(() =>
      Promise.reject(new Error(`hearth start ended: ${this.log.slice(-5).join('\n')}`)),
    );
    failed.catch(() => {});
    this.#pid = (JSON.parse(await Promise.race([ready, failed])) as { pid: number }).pid;
    this.#clients = clientsAt(this.endpoint);
    return performance.now() - started;
  }

  /** Only with `ordered`. Resolves when it is done. */
  async order(order: Order): Promise<void> {
    const child = this.#child;
    if (!child?.connected) throw new Error('the platform takes no orders');
    const done = once(child, 'message');
    child.send(order);
    await done;
  }

  /** What the platform has logged since the last time. */
  takeLog(): string[] {
    return this.log.splice(0);
  }

  /** `kill -9`. Resolves when it is gone. */
  async kill(): Promise<void> {
    if (this.running) process.kill(this.#pid, 'SIGKILL');
    await this.#gone();
  }

  /** Ctrl-C. Resolves when it is gone. */
  async stop(): Promise<void> {
    if (this.running) process.kill(this.#pid, 'SIGINT');
    await this.#gone();
  }

  async #gone(): Promise<void> {
    await this.#exited;
    this.#clients?.destroy();
    this.#clients = null;
  }
}

/** Lines that tell of a bug, or of a platform that broke down: errors, and what is no line of its log at all. */
export function alarmsIn(log: readonly string[]): string[] {
  return log.flatMap((line) => {
    if (!line.startsWith('{')) return /^\s|^$/.test(line) ? [] : [line];
    const { level, message, cause = '' } = JSON.parse(line) as { level: string; message: string; cause?: string };
    return level === 'error' ? [`${message}: ${cause.split('\n    at ', 1)[0]}`] : [];
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
