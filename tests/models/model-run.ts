import { after, before, describe, test } from 'node:test';
import * as fc from 'fast-check';
import { PostgresServer } from '../../packages/server/src/storage/testing/postgres-server.ts';

/** One command of a random sequence: changes the model and the platform, and compares what they say. */
export type Command<Model extends object, Real> = fc.AsyncCommand<Model, Real>;

/** Where the platform keeps its state: a PostgreSQL database, or without one SQLite. */
export interface Store {
  readonly databaseUrl?: string;
}

export interface ModelTest<Platform, Model extends object, Real> {
  readonly title: string;
  start(store: Store): Promise<Platform>;
  stop(platform: Platform): PromiseLike<void>;
  readonly commands: readonly fc.Arbitrary<Command<Model, Real>>[];
  /** The longest sequence. */
  readonly maxCommands: number;
  /** Clients of an account that has nothing yet, and a model of it; either may be given something to begin with. */
  begin(platform: Platform, account: string): Promise<{ readonly model: Model; readonly real: Real }>;
  /** After each sequence: everything that the model has is there, and nothing else. */
  verify(model: Model, real: Real): Promise<void>;
  /** Closes the clients. */
  end(real: Real): void;
}

/** Sequences per storage engine when nothing else is asked for, and what they may take. */
const RUNS = 40;
const BUDGET_MS = 4_000;
const FIRST_ACCOUNT = 100_000_000_000;

const HELP =
  'HEARTH_MODEL_SEED=<the seed> repeats it; HEARTH_MODEL_RUNS=<number> runs as many sequences, whatever time they take.';

/** A command with generated arguments, which a failure prints. */
export function command<Model extends object, Real, Arguments>(
  name: string,
  args: fc.Arbitrary<Arguments>,
  run: (model: Model, real: Real, args: Arguments) => Promise<void>,
): fc.Arbitrary<Command<Model, Real>> {
  return args.map((values) => ({
    check: () => true,
    run: (model, real) => run(model, real, values),
    toString: () => `${name}(${fc.stringify(values)})`,
  }));
}

/** So many times among the commands: asked for that much more often. */
export function often<Model extends object, Real>(
  times: number,
  one: fc.Arbitrary<Command<Model, Real>>,
): fc.Arbitrary<Command<Model, Real>>[] {
  return Array.from({ length: times }, () => one);
}

/** Drives random sequences of commands through the official client, on both storage engines. */
export function testModel<Platform, Model extends object, Real>(modelTest: ModelTest<Platform, Model, Real>): void {
  describe(modelTest.title, () => {
    describe('on SQLite', () => onPlatform(modelTest, async () => ({})));
    describe('on PostgreSQL', () => {
      let server: PostgresServer | undefined;
      after(() => server?.stop());
      onPlatform(modelTest, async () => {
        server = await PostgresServer.start();
        return { databaseUrl: await server.createDatabase() };
      });
    });
  });
}

function onPlatform<Platform, Model extends object, Real>(
  modelTest: ModelTest<Platform, Model, Real>,
  store: () => Promise<Store>,
): void {
  let platform: Platform;
  before(async () => {
    platform = await modelTest.start(await store());
  });
  after(async () => {
    if (platform) await modelTest.stop(platform);
  });

  test('whatever is asked in whatever order, the platform answers as the model', async (t) => {
    const { budgetMs, ...parameters } = budget();
    const deadline = performance.now() + budgetMs;
    let sequences = 0;
    const property = fc.asyncProperty(
      fc.commands([...modelTest.commands], { maxCommands: modelTest.maxCommands, size: 'max' }),
      async (commands) => {
        // Not `interruptAfterTimeLimit`: that leaves the last sequence running behind the end of the test.
        if (performance.now() > deadline) return;
        await runSequence(modelTest, platform, ++sequences, commands);
      },
    );
    const details = await fc.check(property, parameters);
    t.diagnostic(`${sequences} sequences`);
    if (details.failed)
      throw new Error(`${fc.defaultReportMessage(details)}\n${HELP}`, { cause: details.errorInstance });
  });
}

/** Each in an account of its own, so that nothing has to be cleaned up between them. */
async function runSequence<Platform, Model extends object, Real>(
  modelTest: ModelTest<Platform, Model, Real>,
  platform: Platform,
  sequence: number,
  commands: Iterable<Command<Model, Real>>,
): Promise<void> {
  const setup = await modelTest.begin(platform, String(FIRST_ACCOUNT + sequence));
  try {
    await fc.asyncModelRun(() => setup, commands);
    await modelTest.verify(setup.model, setup.real);
  } finally {
    modelTest.end(setup.real);
  }
}

function budget(): { readonly numRuns: number; readonly seed?: number; readonly budgetMs: number } {
  const { HEARTH_MODEL_RUNS: runs, HEARTH_MODEL_SEED: seed } = process.env;
  return {
    numRuns: runs ? Number(runs) : RUNS,
    ...(seed ? { seed: Number(seed) } : {}),
    budgetMs: runs || seed ? Number.POSITIVE_INFINITY : BUDGET_MS,
  };
}
