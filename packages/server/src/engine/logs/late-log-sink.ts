import type { LogSink, LogSource } from '../engine.ts';
import type { Logger } from '../../kernel/logger.ts';

interface SettlingSink extends LogSink {
  /** Resolves when what was appended before is where readers find it. */
  settled(): Promise<void>;
}

/** Hands the engine's lines to the logs service, which is started by the first of them. */
export class LateLogSink implements LogSink {
  readonly #find: () => Promise<SettlingSink>;
  readonly #logger: Logger;
  #sink: SettlingSink | undefined;
  #finding: Promise<void> | undefined;
  #early: LogSource[] = [];

  constructor(find: () => Promise<SettlingSink>, logger: Logger) {
    this.#find = find;
    this.#logger = logger;
  }

  ready(source: LogSource): void {
    if (this.#sink) return this.#sink.ready(source);
    this.#early.push(source);
    this.#finding ??= this.#start();
  }

  /** Resolves when every line so far is where readers find it. */
  async settled(): Promise<void> {
    await this.#finding;
    await this.#sink?.settled();
  }

  async stored(): Promise<void> {
    await this.#finding;
    await this.#sink?.stored();
  }

  async #start(): Promise<void> {
    try {
      const sink = await this.#find();
      this.#sink = sink;
      for (const source of this.#early) sink.ready(source);
    } catch (cause) {
      this.#logger.error('the logs service did not start: function logs are lost', { cause });
      for (const source of this.#early) source.take();
      this.#finding = undefined;
    }
    this.#early = [];
  }
}
