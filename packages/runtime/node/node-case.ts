import { FunctionFixture, type Files } from '../test-support/function-fixture.ts';
import type { Outcome, RuntimeProcess, StartOptions } from '../test-support/runtime-process.ts';
import { HANDLERS } from './test-functions.ts';

type Overrides = Parameters<FunctionFixture['message']>[1];
type HandlerTest = (runtime: RuntimeProcess, init: Outcome, fixture: FunctionFixture) => Promise<void>;

/** One Node version under the contract. */
export class NodeCase {
  readonly major: number;
  readonly #locate: () => Promise<StartOptions>;

  constructor(major: number, locate: () => Promise<StartOptions>) {
    this.major = major;
    this.#locate = locate;
  }

  async create(files: Files): Promise<FunctionFixture> {
    return FunctionFixture.create(await this.#locate(), files);
  }

  /** A process that was told to load `handler`, for the time of `test`. */
  async withHandler(
    handler: string,
    test: HandlerTest,
    files: Files = { 'index.js': HANDLERS },
    overrides: Overrides = {},
  ): Promise<void> {
    await using fixture = await this.create(files);
    const runtime = await fixture.boot();
    const init = await runtime.init(fixture.message(handler, overrides));
    await test(runtime, init, fixture);
  }
}
