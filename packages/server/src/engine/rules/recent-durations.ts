/** Weight of the newest call, where few calls are enough to tell. */
const RECENT = 0.2;
/** Of service: what all environments of the pool together spent on the calls that a mean tells of. */
const WHILE_MS = 100;

/**
 * How long calls take lately: the mean of the last few or that of the last while, whichever is less. A first call is slow
 * and a thousand follow that are not: the last few say so. The whole machine halts for some milliseconds, and each call
 * that was under way seems slow: the last while says that it was one moment of many. (Measured: a collection of garbage of
 * 7 ms took a mean of the last few from 0.1 to 6.7 ms, and 64 clients from four environments to nine, for good.)
 */
export class RecentDurations {
  #ofFew = 0;
  #whileMs = 0;
  #whileCalls = 0;

  /** In ms; null before the first call has ended. */
  get meanMs(): number | null {
    return this.#whileCalls === 0 ? null : Math.min(this.#ofFew, this.#whileMs / this.#whileCalls);
  }

  add(durationMs: number): void {
    this.#ofFew = this.#whileCalls === 0 ? durationMs : this.#ofFew + RECENT * (durationMs - this.#ofFew);
    // A call longer than the while fills it alone.
    const kept = 1 - Math.min(1, durationMs / WHILE_MS);
    this.#whileMs = this.#whileMs * kept + durationMs;
    this.#whileCalls = this.#whileCalls * kept + 1;
  }
}
