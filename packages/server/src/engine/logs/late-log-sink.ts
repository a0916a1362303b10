import type { FunctionLogEntry, LogSink } from '../engine.ts';
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
  #early: FunctionLogEntry[] = [];

  constructor(find: () => Promise<SettlingSink>, logger: Logger) {
    this.#find = find;
    this.#logger = logger;
  }

  append(entries: readonly FunctionLogEntry[]): void {
    if (this.#sink) return this.#sink.append(entries);
    this.#early.push(...entries);
    this.#finding ??= this.#start();
  }

  /** Resolves when every line that was appended is where readers find it. */
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
      this.#sink = await this.#find();
      this.#sink.append(this.#early);
    } catch (cause) {
      this.#logger.error('the logs service did not start: function logs are lost', { cause });
      this.#finding = undefined;
    }
    this.#early = [];
  }
}
