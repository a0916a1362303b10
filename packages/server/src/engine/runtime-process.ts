import type { RuntimeLink, RuntimeListener } from './link/runtime-link.ts';
import type { CommandExit, Sandbox } from './sandbox/sandbox.ts';

/** The socket closes a moment before the exit status is known; a runtime that lives on without it is ended after this. */
const EXIT_AFTER_CLOSE_MS = 200;

/** A sandbox with a runtime in it and the way to talk to it. */
export class RuntimeProcess {
  readonly sandbox: Sandbox;
  readonly link: RuntimeLink;
  /** True when the runtime waits for INIT; false when it ended before. */
  readonly booted: Promise<boolean>;
  /** It ended by itself or was ended, no process is left, and everything that it said has been read. */
  readonly ended: Promise<CommandExit>;
  #alive = true;

  constructor(sandbox: Sandbox, connect: (listener: RuntimeListener) => RuntimeLink) {
    this.sandbox = sandbox;
    const booted = Promise.withResolvers<boolean>();
    this.booted = booted.promise;
    this.link = connect(listenForBoot(booted.resolve));
    this.ended = this.#watch(booted.resolve);
    void this.#endWithLink();
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Ends every process; resolves when none is left. */
  async end(): Promise<void> {
    this.#alive = false;
    this.sandbox.kill();
    this.link.close();
    // A child process counts as closed only when its output was read to the end.
    this.sandbox.stdout.resume();
    this.sandbox.stderr.resume();
    await this.sandbox.closed;
  }

  async #watch(booted: (booted: boolean) => void): Promise<CommandExit> {
    const exit = await this.sandbox.exited;
    this.#alive = false;
    booted(false);
    // What the command started may hold its output open.
    this.sandbox.kill();
    await this.sandbox.closed;
    return exit;
  }

  async #endWithLink(): Promise<void> {
    const violation = await this.link.closed;
    this.#alive = false;
    setTimeout(() => this.sandbox.kill(), violation === null ? EXIT_AFTER_CLOSE_MS : 0);
  }
}

/** Before INIT a runtime says nothing but that it has booted. */
function listenForBoot(booted: (booted: boolean) => void): RuntimeListener {
  const ignore = () => {};
  return {
    booted: () => booted(true),
    initialized: ignore,
    initFailed: ignore,
    logged: ignore,
    responded: ignore,
    failed: ignore,
    streamStarted: ignore,
    streamChunk: ignore,
    streamEnded: ignore,
    leaving: ignore,
    idle: ignore,
  };
}
