import type { RuntimeLink } from './link/runtime-link.ts';
import type { Sandbox } from './sandbox/sandbox.ts';

/**
 * All that a runtime says, read or held. Its link is held with its pipes, because an answer must not overtake the lines
 * that were written before it; and it is read again two turns of the event loop after them, when they have been read.
 */
export class Intake {
  readonly #pipes: readonly Sandbox['stdout'][];
  readonly #link: RuntimeLink;
  #held = false;
  #linkPaused = false;
  #opened = false;

  constructor({ stdout, stderr }: Sandbox, link: RuntimeLink) {
    this.#pipes = [stdout, stderr];
    this.#link = link;
  }

  hold(): void {
    if (this.#opened) return;
    this.#held = true;
    for (const pipe of this.#pipes) pipe.pause();
    this.#pauseLink();
  }

  release(): void {
    this.#held = false;
    for (const pipe of this.#pipes) pipe.resume();
    setImmediate(() => setImmediate(() => this.#resumeLink()));
  }

  /** For good: the runtime is ended, and what it has said is read to the end. */
  open(): void {
    this.#held = false;
    for (const pipe of this.#pipes) pipe.resume();
    this.#resumeLink();
    this.#opened = true;
  }

  #pauseLink(): void {
    if (this.#linkPaused) return;
    this.#linkPaused = true;
    this.#link.pause();
  }

  /** Held anew or not, it is read for a turn: an answer does not wait for ever behind a child that goes on writing. */
  #resumeLink(): void {
    if (!this.#linkPaused || this.#opened) return;
    this.#linkPaused = false;
    this.#link.resume();
    setImmediate(() => {
      if (this.#held) this.#pauseLink();
    });
  }
}
