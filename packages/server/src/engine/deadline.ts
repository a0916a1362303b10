/**
 * Ends what takes longer than it may, one after another, all with the same limit. The timer that one of them armed is left
 * to run and looks, when it is due, at what runs then: a timer less to make and to take away for each.
 */
export class Deadline {
  readonly #limitMs: number;
  readonly #onPassed: () => void;
  #timer: NodeJS.Timeout | null = null;
  /** performance.now() at which what runs has had its time; null while nothing does. */
  #at: number | null = null;

  constructor(limitMs: number, onPassed: () => void) {
    this.#limitMs = limitMs;
    this.#onPassed = onPassed;
  }

  /** @param now performance.now() */
  begin(now: number): void {
    this.#at = now + this.#limitMs;
    this.#timer ??= setTimeout(() => this.#look(), this.#limitMs);
  }

  /** What ran is over in time. */
  met(): void {
    this.#at = null;
  }

  /** Nothing will begin any more. */
  stop(): void {
    this.#at = null;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #look(): void {
    this.#timer = null;
    if (this.#at === null) return;
    // A timer may be early by the part of a millisecond that it was rounded by.
    const left = Math.ceil(this.#at - performance.now());
    if (left > 0) {
      this.#timer = setTimeout(() => this.#look(), left);
      return;
    }
    this.#at = null;
    this.#onPassed();
  }
}
