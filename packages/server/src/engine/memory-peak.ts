import type { Sandbox } from './sandbox/sandbox.ts';

/** Reading a process's memory costs a few hundred microseconds: hot loops pay it four times a second. */
const SAMPLE_MS = 250;
const MEGABYTE = 1_048_576;

/** The most memory that a runtime was seen to use, for REPORT: never more than the function may have. */
export class MemoryPeak {
  readonly #limitMb: number;
  #megabytes = 0;
  #sampledAt = 0;

  constructor(limitMb: number) {
    this.#limitMb = limitMb;
  }

  /** While the runtime is there to be read: one that crashes in its first invocation is not when it is reported. */
  begin(sandbox: Sandbox | undefined): void {
    if (this.#megabytes === 0) this.sample(sandbox, Number.NEGATIVE_INFINITY);
  }

  /** The kernel ended it for taking all it may have. */
  exhausted(): void {
    this.#megabytes = this.#limitMb;
  }

  /** @param tick performance.now() */
  sample(sandbox: Sandbox | undefined, tick: number): number {
    if (this.#megabytes === 0 || tick - this.#sampledAt >= SAMPLE_MS) {
      this.#sampledAt = tick;
      const megabytes = Math.ceil((sandbox?.peakMemoryBytes() ?? 0) / MEGABYTE);
      this.#megabytes = Math.min(this.#limitMb, Math.max(this.#megabytes, megabytes));
    }
    return this.#megabytes;
  }

  /** Another runtime takes over. */
  reset(): void {
    this.#megabytes = 0;
  }
}
