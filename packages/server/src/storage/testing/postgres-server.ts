import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

const DEBIAN = '/usr/lib/postgresql';
const START_TIMEOUT_MS = 30_000;

/** A private, throw-away PostgreSQL server on a Unix socket, without fsync. Dies with this process. */
export class PostgresServer {
  readonly #bin: string;
  readonly #directory: string;
  #process: ChildProcess | null = null;
  #databases = 0;

  private constructor(bin: string, directory: string) {
    this.#bin = bin;
    this.#directory = directory;
  }

  /** Rejects with what to install when the machine has no server. */
  static async start(): Promise<PostgresServer> {
    const bin = findBinaries();
    const directory = mkdtempSync(join(tmpdir(), 'hearth-pg-'));
    const server = new PostgresServer(bin, directory);
    if (isRoot()) chownSync(directory, idOf('-u'), idOf('-g'));
    // The default order of text is English, so that the contract proves `collate "C"`.
    const locale = ['--locale-provider=icu', '--icu-locale=en', '--locale=C.UTF-8', '--encoding=UTF8'];
    const [command, ...args] = asServerUser([
      join(bin, 'initdb'),
      '-D',
      server.#data,
      '-U',
      'postgres',
      '-A',
      'trust',
      '--no-sync',
      ...locale,
    ]);
    execFileSync(command!, args, { cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] });
    await server.resume();
    return server;
  }

  /** A fresh database's URL. */
  async createDatabase(): Promise<string> {
    const name = `test_${++this.#databases}`;
    await this.#query(`create database ${name}`);
    return this.#urlOf(name);
  }

  /** Starts the server again after `halt`, with what it had. */
  async resume(): Promise<void> {
    const settings = [
      'fsync=off',
      'full_page_writes=off',
      'listen_addresses=',
      `unix_socket_directories=${this.#directory}`,
    ];
    const flags = settings.flatMap((setting) => ['-c', setting]);
    const [command, ...args] = asServerUser([join(this.#bin, 'postgres'), '-D', this.#data, ...flags]);
    let output = '';
    const server = spawn(command!, args, { cwd: this.#directory, stdio: ['ignore', 'ignore', 'pipe'] });
    this.#process = server;
    server.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    for (const deadline = performance.now() + START_TIMEOUT_MS; ; await sleep(20)) {
      if (await this.#answers()) return;
      if (server.exitCode !== null || performance.now() > deadline)
        throw new Error(`PostgreSQL did not start:\n${output}`);
    }
  }

  /** Ends the server as a crash would; connections break. */
  async halt(): Promise<void> {
    const server = this.#process;
    this.#process = null;
    if (!server) return;
    const exited = once(server, 'exit');
    server.kill('SIGQUIT');
    await exited;
  }

  async stop(): Promise<void> {
    await this.halt();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  get #data(): string {
    return join(this.#directory, 'data');
  }

  #urlOf(database: string): string {
    return `postgres://postgres@localhost/${database}?host=${encodeURIComponent(this.#directory)}`;
  }

  async #answers(): Promise<boolean> {
    try {
      await this.#query('select 1');
      return true;
    } catch {
      return false;
    }
  }

  async #query(sql: string): Promise<void> {
    const client = new Client({ connectionString: this.#urlOf('postgres') });
    try {
      await client.connect();
      await client.query(sql);
    } finally {
      await client.end();
    }
  }
}

function findBinaries(): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const bin = versions.map((version) => join(DEBIAN, version, 'bin')).find((path) => existsSync(join(path, 'initdb')));
  if (bin) return bin;
  throw new Error(
    `No PostgreSQL server below ${DEBIAN}: the storage is tested on it as well. Install it: apt-get install -y postgresql`,
  );
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** PostgreSQL refuses to run as root; the package's own user exists where its server is installed. */
function asServerUser(command: readonly string[]): readonly string[] {
  const user = isRoot() ? ['--reuid', 'postgres', '--regid', 'postgres', '--clear-groups'] : [];
  return ['setpriv', ...user, '--pdeathsig', 'QUIT', ...command];
}

function idOf(which: '-u' | '-g'): number {
  return Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8' }));
}
