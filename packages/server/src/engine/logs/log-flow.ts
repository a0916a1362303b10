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
/** What a line costs besides its text: objects of entry and row, and the row's column names on their way to the worker. */
export const LINE_BYTES = 512;

/** One environment's part of the flow. */
export class LogSource {
  readonly inlet: () => Inlet;
  /** Bytes that the store is not known to have. */
  pending = 0;

  constructor(inlet: () => Inlet) {
    this.inlet = inlet;
  }
}

/**
 * Lets environments write as fast as the store takes it. Lines are only counted, until there are so many that the store
 * is asked; while it has not answered and there is too much, whoever has more than an equal share is held.
 */
export class LogFlow {
  readonly #stored: () => Promise<void>;
  /** Those with pending bytes. */
  readonly #sources = new Set<LogSource>();
  readonly #held = new Set<LogSource>();
  #pending = 0;
  #asking = false;

  /** @param stored resolves when the store has, or has given up, everything that was counted before; never rejects */
  constructor(stored: () => Promise<void>) {
    this.#stored = stored;
  }

  count(source: LogSource, characters: number): void {
    const bytes = LINE_BYTES + characters;
    if (source.pending === 0) this.#sources.add(source);
    source.pending += bytes;
    this.#pending += bytes;
    if (this.#pending >= ASK_FROM_BYTES) this.#limit(source);
  }

  #limit(source: LogSource): void {
    if (!this.#asking) void this.#ask();
    if (!this.#hasTooMuch(source) || this.#held.has(source)) return;
    this.#held.add(source);
    source.inlet().hold();
  }

  #hasTooMuch({ pending }: LogSource): boolean {
    return this.#pending > FLOW_BYTES && pending * this.#sources.size > FLOW_BYTES;
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    while (this.#pending >= ASK_FROM_BYTES) {
      const asked = [...this.#sources].map((source) => [source, source.pending] as const);
      await this.#stored();
      for (const [source, bytes] of asked) this.#subtract(source, bytes);
      for (const source of this.#held) if (!this.#hasTooMuch(source)) this.#release(source);
    }
    this.#asking = false;
  }

  #subtract(source: LogSource, bytes: number): void {
    source.pending -= bytes;
    this.#pending -= bytes;
    if (source.pending === 0) this.#sources.delete(source);
  }

  #release(source: LogSource): void {
    this.#held.delete(source);
    source.inlet().release();
  }
}
