import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LoadDone, LoadOrder, LoadReport } from './generator-protocol.ts';

const PROGRAM = join(import.meta.dirname, '../programs/generator.ts');

/** One process for all loads of a run: its code is compiled and hot after the first. */
export class LoadGenerator implements AsyncDisposable {
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess) {
    this.#process = process;
  }

  static start(): LoadGenerator {
    return new LoadGenerator(fork(PROGRAM, { serialization: 'advanced' }));
  }

  /** @throws Error with what the server answered, when that was not a success, or how the connection broke */
  async load(order: LoadOrder): Promise<LoadDone> {
    const answered = once(this.#process, 'message') as Promise<[LoadReport]>;
    this.#process.send(order);
    const [report] = await answered;
    if ('failed' in report) throw new Error(report.failed);
    return report;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exited = once(this.#process, 'exit');
    this.#process.kill();
    await exited;
  }
}
