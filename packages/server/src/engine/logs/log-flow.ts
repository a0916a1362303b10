import type { Logger } from '../../kernel/logger.ts';
import type { LogSink, LogSource } from '../engine.ts';

/** What an environment's log is read from. */
export interface Inlet {
  /** Stops reading: the kernel then stops whoever writes. */
  hold(): void;
  release(): void;
}

/**
 * Bytes of all environments that may be on their way to the store. SQLite stores 40 to 110 MB a second of lines of a
 * kilobyte on two busy cores, whatever this is between a quarter and the double; the platform's memory grows with it.
 */
export const FLOW_BYTES = 2 * 1_048_576;
/** The store is asked from here on: not at a rate that ordinary invocations have, whose lines are stored in larger batches. */
const ASK_FROM_BYTES = FLOW_BYTES / 2;

/** One environment's part of the flow. */
export class FlowShare {
  readonly inlet: () => Inlet;
  /** Bytes that the store is not known to have. */
  pending = 0;

  constructor(inlet: () => Inlet) {
    this.inlet = inlet;
  }
}

/**
 * The way to the log sink, on which environments write as fast as the store takes it. Lines are only counted, until there
 * are so many that the store is asked; while it has not answered and there is too much, whoever has more than an equal
 * share is held.
 */
export class LogFlow {
  readonly #sink: LogSink;
  readonly #logger: Logger;
  /** Those with pending bytes. */
  readonly #shares = new Set<FlowShare>();
  readonly #held = new Set<FlowShare>();
  #pending = 0;
  #asking = false;

  constructor(sink: LogSink, logger: Logger) {
    this.#sink = sink;
    this.#logger = logger;
  }

  /** `source` has events, when it had none before. */
  ready(source: LogSource): void {
    this.#sink.ready(source);
  }

  /** @param bytes packed */
  count(share: FlowShare, bytes: number): void {
    if (share.pending === 0) this.#shares.add(share);
    share.pending += bytes;
    this.#pending += bytes;
    if (this.#pending >= ASK_FROM_BYTES) this.#limit(share);
  }

  #limit(share: FlowShare): void {
    if (!this.#asking) void this.#ask();
    if (!this.#hasTooMuch(share) || this.#held.has(share)) return;
    this.#held.add(share);
    share.inlet().hold();
  }

  #hasTooMuch({ pending }: FlowShare): boolean {
    return this.#pending > FLOW_BYTES && pending * this.#shares.size > FLOW_BYTES;
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    while (this.#pending >= ASK_FROM_BYTES) {
      const asked = [...this.#shares].map((share) => [share, share.pending] as const);
      await this.#stored();
      for (const [share, bytes] of asked) this.#subtract(share, bytes);
      for (const share of this.#held) if (!this.#hasTooMuch(share)) this.#release(share);
    }
    this.#asking = false;
  }

  async #stored(): Promise<void> {
    try {
      await this.#sink.stored();
    } catch (cause) {
      this.#logger.error('the store of function logs cannot say what it has', { cause });
    }
  }

  #subtract(share: FlowShare, bytes: number): void {
    share.pending -= bytes;
    this.#pending -= bytes;
    if (share.pending === 0) this.#shares.delete(share);
  }

  #release(share: FlowShare): void {
    this.#held.delete(share);
    share.inlet().release();
  }
}
