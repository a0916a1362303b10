import { createHash, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { type Clock, systemClock } from '../../kernel/clock.ts';
import { silentLogger } from '../../kernel/logger.ts';
import { createEngine, type EngineOptions, type LocalEngineHandle } from '../engine-factory.ts';
import type { FunctionSpec, Invocation, InvocationResult, LogSink, LogSource } from '../engine.ts';
import { unpackEvents } from '../logs/event-packer.ts';
import type { LogEvent } from '../logs/packed-events.ts';
import type { RuntimeLocator } from '../runtimes/runtimes.ts';

/** The Node that runs the tests, under any Node runtime's name; and custom runtimes. */
const RUNNING_NODE: RuntimeLocator = {
  async locate(runtime) {
    if (runtime.startsWith('provided')) return { runtime, family: 'provided', version: 'al2023', visiblePaths: [] };
    return {
      runtime,
      family: 'nodejs',
      version: process.versions.node,
      executable: process.execPath,
      visiblePaths: [],
    };
  },
};

export type FixtureOptions = Partial<
  Pick<EngineOptions, 'spares' | 'strategy' | 'runtimes' | 'logger' | 'logSink' | 'credentials'>
> & {
  readonly clock?: Clock;
};

export type LoggedEvent = LogEvent & Pick<LogSource, 'group' | 'stream'>;

export interface EngineFixture extends AsyncDisposable {
  readonly engine: LocalEngineHandle;
  readonly directory: string;
  /** Everything logged so far; of each stream in its order. */
  readonly log: readonly LoggedEvent[];
  /** A function of these files; `index.js` alone may be given as text. */
  define(files: string | Record<string, string>, over?: Partial<FunctionSpec>): Promise<FunctionSpec>;
  /** Stores a zip of these files; names that end with `*` are executable. */
  store(files: Record<string, string>): Promise<string>;
  invoke(
    spec: FunctionSpec,
    event?: unknown,
    over?: Partial<Invocation>,
  ): Promise<InvocationResult & { readonly value: unknown; readonly tail: string }>;
}

/** An engine in a throw-away directory. */
export async function startEngine(options: FixtureOptions = {}): Promise<EngineFixture> {
  const directory = await mkdtemp(join(tmpdir(), 'hearth-engine-'));
  const path = (sha256: string) => join(directory, 'blobs', sha256);
  await mkdir(join(directory, 'blobs'));
  const log = new GatheredLog();
  const engine = createEngine({
    clock: systemClock,
    logger: silentLogger,
    logSink: log,
    blobs: { path },
    directories: { code: join(directory, 'code'), run: join(directory, 'run') },
    endpoint: () => ({ url: 'http://127.0.0.1:4566', port: 4566 }),
    credentials: () => ({ AWS_ACCESS_KEY_ID: 'ASIATEST', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token' }),
    spares: 0,
    runtimes: RUNNING_NODE,
    functionRuntimeDirectory: join(import.meta.dirname, '../../../dist/runtime'),
    ...options,
  });
  const store = async (files: Record<string, string>) => {
    const zip = zipSync(zippable(files));
    const sha256 = createHash('sha256').update(zip).digest('hex');
    await writeFile(path(sha256), zip);
    return sha256;
  };
  return {
    engine,
    directory,
    get log() {
      return log.events();
    },
    store,
    define: async (files, over) => specOf(await store(typeof files === 'string' ? { 'index.js': files } : files), over),
    invoke: async (spec, event = {}, over = {}) => {
      const payload = Buffer.from(JSON.stringify(event));
      const result = await engine.invoke(spec, {
        requestId: randomUUID(),
        invokedArn: spec.functionArn,
        payload,
        tail: true,
        ...over,
      });
      const text = Buffer.from(result.payload).toString();
      return Object.assign(result, {
        value: text === '' ? undefined : (JSON.parse(text) as unknown),
        tail: Buffer.from(result.logTail).toString(),
      });
    },
    [Symbol.asyncDispose]: async () => {
      await engine.stop(0);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

class GatheredLog implements LogSink {
  readonly #events: LoggedEvent[] = [];
  readonly #ready: LogSource[] = [];

  ready(source: LogSource): void {
    this.#ready.push(source);
  }

  async stored(): Promise<void> {}

  events(): readonly LoggedEvent[] {
    for (const source of this.#ready.splice(0)) {
      const { group, stream } = source;
      for (const { data } of source.take())
        for (const event of unpackEvents(data)) this.#events.push({ group, stream, ...event });
    }
    return this.#events;
  }
}

function specOf(sha256: string, over: Partial<FunctionSpec> = {}): FunctionSpec {
  const functionName = over.functionName ?? 'hello';
  return {
    key: randomUUID(),
    account: '000000000000',
    region: 'us-east-1',
    functionName,
    version: '$LATEST',
    functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    role: 'arn:aws:iam::000000000000:role/test',
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    architecture: 'x86_64',
    memoryMb: 256,
    timeoutSeconds: 20,
    ephemeralStorageMb: 512,
    environment: {},
    code: { sha256 },
    layers: [],
    logging: { group: `/aws/lambda/${functionName}`, format: 'Text' },
    ...over,
  };
}

const UNIX = 3;
const EXECUTABLE = 0o755 << 16;

function zippable(files: Record<string, string>): Zippable {
  const entries = Object.entries(files).map(([name, text]) => {
    const executable = name.endsWith('*');
    return [
      executable ? name.slice(0, -1) : name,
      [strToU8(text), executable ? { os: UNIX, attrs: EXECUTABLE } : {}],
    ] as const;
  });
  return Object.fromEntries(entries) as Zippable;
}
