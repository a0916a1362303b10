import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';

export const BIN = join(import.meta.dirname, '../../packages/server/bin/hearth');

/** A platform in a process of its own, as a user starts it. */
export interface PlatformProcess {
  readonly child: ChildProcess;
  readonly endpoint: string;
  /** The platform's own process; another one than `child` when the shim handed over. */
  readonly pid: number;
  readonly lambda: LambdaClient;
  /** Resolves when `child` has ended. */
  readonly exited: Promise<number | null>;
}

export interface StartOptions {
  /** Absent: a throw-away one. */
  readonly data?: string;
  readonly node?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts `bin/hearth start` and waits for its line of JSON; the test ends it if it is still there. */
export async function startProcess(t: TestContext, options: StartOptions): Promise<PlatformProcess> {
  const args = [BIN, 'start', '--port', '0', '--json', ...(options.data ? ['--data', options.data] : ['--ephemeral'])];
  const child = spawn(options.node ?? process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...options.env },
  });
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  atTheEnd(t, async () => {
    child.kill('SIGKILL');
    await exited;
  });
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text)),
    exited.then((code) => Promise.reject(new Error(`hearth start ended with ${code}`))),
  ]);
  const { endpoint, pid } = JSON.parse(line) as { endpoint: string; pid: number };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const lambda = new LambdaClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  atTheEnd(t, () => lambda.destroy());
  return { child, endpoint, pid, lambda, exited };
}

export function temporaryDirectory(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'hearth-test-'));
  atTheEnd(t, () => rmSync(path, { recursive: true, force: true }));
  return path;
}

const endings = new WeakMap<TestContext, AsyncDisposableStack>();

/** What was set up last is taken down first: a directory stays until the platform that writes into it has ended. */
function atTheEnd(t: TestContext, takeDown: () => void | Promise<void>): void {
  let ending = endings.get(t);
  if (!ending) {
    const made = new AsyncDisposableStack();
    endings.set(t, made);
    t.after(() => made.disposeAsync());
    ending = made;
  }
  ending.defer(takeDown);
}

interface FunctionOptions {
  readonly Timeout?: number;
  readonly MemorySize?: number;
}

/** Creates a Node function and waits until it is Active. */
export async function createFunction(
  lambda: LambdaClient,
  FunctionName: string,
  source: string,
  options: FunctionOptions = {},
): Promise<void> {
  await lambda.send(new CreateFunctionCommand({ ...functionFrom(FunctionName, source), ...options }));
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { FunctionName });
}

export function functionFrom(FunctionName: string, source: string): CreateFunctionCommandInput {
  return {
    FunctionName,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::000000000000:role/any',
    Code: { ZipFile: zipSync({ 'index.js': strToU8(source) }) },
  };
}

/** The processes whose command line or environment holds `marker`, as far as this user may look. */
export function processesWith(marker: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => ['cmdline', 'environ'].some((file) => contains(`/proc/${name}/${file}`, marker)))
    .map(Number);
}

function contains(path: string, marker: string): boolean {
  try {
    return readFileSync(path, 'utf8').includes(marker);
  } catch {
    return false;
  }
}

/** Polls a fact about the outside world (processes of the kernel's), which no event announces. */
export async function eventually(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 10_000,
): Promise<void> {
  const endsAt = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > endsAt) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
