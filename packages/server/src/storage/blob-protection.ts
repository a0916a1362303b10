/** Longer than any caller takes from `put` to the commit of its unit; who failed to commit loses the blob after it. */
const UNKEPT_MS = 10 * 60 * 1000;

interface Unkept {
  puts: number;
  /** Monotonic, so that a laptop's sleep does not count. */
  since: number;
}

/**
 * Which blobs may not be removed now (put, and not yet kept) and which may not be put now (being removed).
 * The bytes of a blob are never lost between a put and the commit of the unit that keeps it, whatever is released meanwhile.
 */
export class BlobProtection {
  readonly #unkept = new Map<string, Unkept>();
  readonly #removals = new Map<string, Promise<void>>();

  /** Resolves once no removal of the blob is under way, with the blob protected; each call is undone by one `unprotect`. */
  async protect(sha256: string): Promise<void> {
    for (let removal = this.#removals.get(sha256); removal; removal = this.#removals.get(sha256)) await removal;
    const puts = (this.#unkept.get(sha256)?.puts ?? 0) + 1;
    // Deleted first, so that the map stays in the order of time.
    this.#unkept.delete(sha256);
    this.#unkept.set(sha256, { puts, since: performance.now() });
  }

  unprotect(sha256: string): void {
    const unkept = this.#unkept.get(sha256);
    if (!unkept) return;
    unkept.puts -= 1;
    if (unkept.puts === 0) this.#unkept.delete(sha256);
  }

  /** Takes away the protection of puts that were never kept; returns their blobs. */
  lapse(): string[] {
    const lapsed: string[] = [];
    for (const [sha256, { since }] of this.#unkept) {
      if (performance.now() - since < UNKEPT_MS) break;
      lapsed.push(sha256);
    }
    for (const sha256 of lapsed) this.#unkept.delete(sha256);
    return lapsed;
  }

  /** Runs `remove` unless the blob is protected or another removal runs; a put of the same bytes waits for the end of it. */
  async removing(sha256: string, remove: () => Promise<void>): Promise<void> {
    if (this.#unkept.has(sha256) || this.#removals.has(sha256)) return;
    const removed = Promise.withResolvers<void>();
    this.#removals.set(sha256, removed.promise);
    try {
      await remove();
    } finally {
      this.#removals.delete(sha256);
      removed.resolve();
    }
  }
}
