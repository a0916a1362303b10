import type { Logger } from '../../kernel/logger.ts';
import type { FunctionLogEntry, LogSink } from '../engine.ts';

/** Hands entries to the sink in batches, after whatever made them has been answered. */
export class LogWriter {
  readonly #sink: LogSink;
  readonly #logger: Logger;
  #entries: FunctionLogEntry[] = [];

  constructor(sink: LogSink, logger: Logger) {
    this.#sink = sink;
    this.#logger = logger;
  }

  write(entry: FunctionLogEntry): void {
    if (this.#entries.push(entry) === 1) setImmediate(() => this.flush());
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
}
