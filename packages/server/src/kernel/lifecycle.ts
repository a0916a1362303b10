import type { Logger } from './logger.ts';

/** Something that was started and has to be stopped, in the reverse order of starting. */
interface Stoppable {
  readonly name: string;
  readonly stop: (graceMs: number) => void | Promise<void>;
}

/** Collects what was started; `stop` ends it in reverse, each exactly once, whatever one of them throws. */
export class Lifecycle {
  readonly #running: Stoppable[] = [];
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  onStop(name: string, stop: (graceMs: number) => void | Promise<void>): void {
    this.#running.push({ name, stop });
  }

  /** `graceMs`: how long a part may let what it has under way finish. */
  async stop(graceMs = 0): Promise<void> {
    for (let part = this.#running.pop(); part; part = this.#running.pop()) {
      try {
        await part.stop(graceMs);
      } catch (cause) {
        this.#logger.error(`${part.name} did not stop cleanly`, { cause });
      }
    }
  }
}
