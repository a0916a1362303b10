import { setTimeout as delay } from 'node:timers/promises';
import type { Extensions, ShutdownReason } from './extensions/extensions.ts';
import { Intake } from './intake.ts';
import { NOBODY, type RuntimeLink, type RuntimeListener } from './link/runtime-link.ts';
import type { RuntimeApi } from './runtime-api/runtime-api.ts';
import type { CommandExit, KeptTmp, Sandbox } from './sandbox/sandbox.ts';

/** The socket closes a moment before the exit status is known; a runtime that lives on without it is ended after this. */
const EXIT_AFTER_CLOSE_MS = 200;
/** With external extensions, the Shutdown phase has 2,000 ms, of which 300 are the runtime's (developer guide, lifecycle). */
const SHUTDOWN_MS = 2000;
const RUNTIME_SHUTDOWN_MS = 300;

/** A sandbox with a runtime in it and the way to talk to it. */
export class RuntimeProcess {
  readonly sandbox: Sandbox;
  readonly link: RuntimeLink;
  /** True when the runtime waits for INIT; false when it ended before. */
  readonly booted: Promise<boolean>;
  /** It ended by itself or was ended, no process is left, and everything that it said has been read. */
  readonly ended: Promise<CommandExit>;
  /** Closed with the process. */
  readonly api: Promise<RuntimeApi>;
  #alive = true;
  #ending = false;
  #tmp: KeptTmp | null = null;
  #parting: Promise<void> | null = null;
  readonly #extensions: Extensions | null;
  readonly #intake: Intake;

  /** @param extensions external ones, which are told before the sandbox ends */
  constructor(
    sandbox: Sandbox,
    connect: (listener: RuntimeListener) => RuntimeLink,
    api: Promise<RuntimeApi>,
    extensions: Extensions | null = null,
  ) {
    this.sandbox = sandbox;
    this.api = api;
    this.#extensions = extensions;
    // That it could not be opened is told to whoever waits for it.
    api.then(
      ({ callers }) => callers.belongTo(sandbox),
      () => {},
    );
    const booted = Promise.withResolvers<boolean>();
    this.booted = booted.promise;
    this.link = connect({ ...NOBODY, booted: () => booted.resolve(true) });
    this.#intake = new Intake(sandbox, this.link);
    this.ended = this.#watch(booted.resolve);
    void this.#endWithLink();
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Reads nothing of what it says, until `release` or its end. */
  hold(): void {
    this.#intake.hold();
  }

  release(): void {
    this.#intake.release();
  }

  /** Ends every process and keeps their /tmp for the next runtime of the environment; null when nothing lies there. */
  endKeepingTmp(reason: ShutdownReason): KeptTmp | null {
    const tmp = this.#tmp ?? this.sandbox.keepTmp();
    this.#tmp = null;
    void this.end(reason);
    return tmp;
  }

  /** Ends every process; resolves when none is left. */
  async end(reason: ShutdownReason = 'spindown'): Promise<void> {
    this.#alive = false;
    this.#ending = true;
    this.#tmp?.release();
    this.#tmp = null;
    this.#listenToLastLines();
    // A child process counts as closed only when its output was read to the end.
    this.#intake.open();
    if (this.#extensions) await this.#part(this.#extensions, reason);
    this.sandbox.kill();
    this.link.close();
    await this.sandbox.closed;
  }

  /** What it goes on to say comes too late, but for its log. */
  #listenToLastLines(): void {
    const { listener } = this.link;
    this.link.listener = { ...NOBODY, logged: (timestamp, text) => listener.logged(timestamp, text) };
  }

  async #watch(booted: (booted: boolean) => void): Promise<CommandExit> {
    const exit = await this.sandbox.exited;
    this.#alive = false;
    booted(false);
    if (!this.#ending) this.#tmp = this.sandbox.keepTmp();
    if (this.#extensions) await this.#part(this.#extensions, 'failure');
    // What the command started may hold its output open.
    this.sandbox.kill();
    await this.sandbox.closed;
    await this.api.then(
      (api) => api.link.close(),
      () => {},
    );
    return exit;
  }

  async #endWithLink(): Promise<void> {
    const violation = await this.link.closed;
    this.#alive = false;
    const kill = () => (this.#extensions ? this.sandbox.signal('SIGKILL') : this.sandbox.kill());
    setTimeout(kill, violation === null ? EXIT_AFTER_CLOSE_MS : 0);
  }

  /** The runtime goes first, then the extensions are told. */
  #part(extensions: Extensions, reason: ShutdownReason): Promise<void> {
    extensions.expectEnd();
    const part = async () => {
      this.sandbox.thaw();
      this.sandbox.signal(reason === 'spindown' ? 'SIGTERM' : 'SIGKILL');
      await Promise.race([this.sandbox.exited, delay(RUNTIME_SHUTDOWN_MS, null, { ref: false })]);
      await extensions.shutdown(reason, SHUTDOWN_MS - RUNTIME_SHUTDOWN_MS);
    };
    this.#parting ??= part();
    return this.#parting;
  }
}
