import type { Logger } from '../../kernel/logger.ts';
import type { FunctionLogEntry, LogSink } from '../engine.ts';
import { LogFlow, type LogSource } from './log-flow.ts';

/** Hands entries to the sink in batches, after whatever made them has been answered. */
export class LogWriter {
  readonly #sink: LogSink;
  readonly #logger: Logger;
  readonly #flow = new LogFlow(() => this.#stored());
  #entries: FunctionLogEntry[] = [];

  constructor(sink: LogSink, logger: Logger) {
    this.#sink = sink;
    this.#logger = logger;
  }

  /** @param source held while it writes more than the sink stores */
  write(entry: FunctionLogEntry, source: LogSource): void {
    if (this.#entries.push(entry) === 1) setImmediate(() => this.flush());
    this.#flow.count(source, entry.message.length);
  }

  flush(): void {
    if (this.#entries.length === 0) return;
    const entries = this.#entries;
    this.#entries = [];
    try {
      this.#sink.append(entries);
    } catch (cause) {
      this.#logger.error('function log entries were lost', { entries: entries.length, cause });
    }
  }

  async #stored(): Promise<void> {
    this.flush();
    try {
      await this.#sink.stored();
    } catch (cause) {
      this.#logger.error('the store of function logs cannot say what it has', { cause });
    }
  }
}
