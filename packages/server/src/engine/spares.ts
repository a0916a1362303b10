import type { RuntimeProcess } from './runtime-process.ts';

export interface SpareOptions {
  /** Runtimes kept ready per boot key; 0 keeps none. */
  readonly perKey: number;
  /** Over all keys: those of the longest unused keys go first. */
  readonly total: number;
}

/** Starting a process takes milliseconds of the platform's own time: the answer that took a spare goes out first. */
const REFILL_AFTER_MS = 20;

interface Shelf {
  readonly boot: () => RuntimeProcess;
  readonly ready: RuntimeProcess[];
}

/** Booted, still empty runtimes per boot key (what cannot change after boot). */
export class Spares {
  readonly #options: SpareOptions;
  /** In the order of their last use. */
  readonly #shelves = new Map<string, Shelf>();
  #stopped = false;

  constructor(options: SpareOptions) {
    this.#options = options;
  }

  /** A runtime that has booted, or is about to; undefined when there is none. */
  take(key: string): RuntimeProcess | undefined {
    const shelf = this.#shelves.get(key);
    if (!shelf) return undefined;
    for (let spare = shelf.ready.shift(); spare; spare = shelf.ready.shift()) {
      if (spare.alive) return spare;
      void spare.end();
    }
    return undefined;
  }

  /** Fills a key's shelf up a little later: an invocation that took a spare has just been answered. */
  refill(key: string, boot: () => RuntimeProcess): void {
    setTimeout(() => this.fill(key, boot), REFILL_AFTER_MS).unref();
  }

  /** Fills a key's shelf up. */
  fill(key: string, boot: () => RuntimeProcess): void {
    const { perKey, total } = this.#options;
    if (this.#stopped || perKey === 0) return;
    const shelf = this.#shelves.get(key) ?? { boot, ready: [] };
    this.#shelves.delete(key);
    this.#shelves.set(key, shelf);
    while (shelf.ready.length < perKey) shelf.ready.push(shelf.boot());
    this.#shrinkTo(total);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#endAll([...this.#shelves.values()].flatMap((shelf) => shelf.ready.splice(0)));
    this.#shelves.clear();
  }

  #shrinkTo(total: number): void {
    let count = 0;
    for (const shelf of this.#shelves.values()) count += shelf.ready.length;
    for (const [key, shelf] of this.#shelves) {
      if (count <= total) return;
      count -= shelf.ready.length;
      this.#shelves.delete(key);
      void this.#endAll(shelf.ready);
    }
  }

  async #endAll(runtimes: readonly RuntimeProcess[]): Promise<void> {
    await Promise.all(runtimes.map((runtime) => runtime.end()));
  }
}
