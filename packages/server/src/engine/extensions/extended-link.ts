import {
  type InvocationHeader,
  NOBODY,
  type RuntimeInit,
  type RuntimeLink,
  type RuntimeListener,
} from '../link/runtime-link.ts';
import { extensionFailed } from '../rules/function-errors.ts';
import type { Extensions } from './extensions.ts';

/**
 * A runtime with extensions beside it: initialised when all are, free for the next invocation when all have asked for
 * theirs. The answer does not wait for extensions, as on AWS.
 */
export class ExtendedLink implements RuntimeLink {
  listener: RuntimeListener;
  readonly closed: Promise<string | null>;
  readonly #inner: RuntimeLink;
  readonly #extensions: Extensions;
  /** What the runtime said last and the extensions hold up. */
  #held: 'initialized' | 'idle' | null = null;
  #deadline: NodeJS.Timeout | undefined;
  /** The invocation's time is over. */
  #late = false;

  /** @param environment hears of failing extensions, which may come before the runtime has booted */
  constructor(
    listener: RuntimeListener,
    connect: (listener: RuntimeListener) => RuntimeLink,
    extensions: Extensions,
    environment: RuntimeListener,
  ) {
    this.listener = listener;
    this.#extensions = extensions;
    this.#inner = connect(this.#gate());
    this.closed = this.#inner.closed;
    extensions.listener = {
      idle: () => this.#pass(),
      failed: (faultOf) => environment.faulted(faultOf),
    };
  }

  init(init: RuntimeInit): void {
    this.#inner.init(init);
  }

  load(): void {
    this.#inner.load();
  }

  invoke(header: InvocationHeader, event: Uint8Array): void {
    clearTimeout(this.#deadline);
    this.#late = false;
    this.#deadline = setTimeout(() => this.#overdue(), header.deadlineMs - Date.now()).unref();
    this.#extensions.invoke(header);
    this.#inner.invoke(header, event);
  }

  pause(): void {
    this.#inner.pause();
  }

  resume(): void {
    this.#inner.resume();
  }

  close(): void {
    clearTimeout(this.#deadline);
    this.#inner.close();
  }

  #gate(): RuntimeListener {
    return {
      ...NOBODY,
      booted: () => this.listener.booted(),
      initialized: () => {
        this.#extensions.closeRegistration();
        this.#hold('initialized');
      },
      initFailed: (error, errorType) => this.listener.initFailed(error, errorType),
      logged: (timestamp, text) => this.listener.logged(timestamp, text),
      responded: (body, contentType) => this.listener.responded(body, contentType),
      failed: (error, errorType) => this.listener.failed(error, errorType),
      streamStarted: (contentType) => this.listener.streamStarted(contentType),
      streamChunk: (chunk) => this.listener.streamChunk(chunk),
      streamEnded: (error, errorType) => this.listener.streamEnded(error, errorType),
      leaving: () => this.listener.leaving(),
      idle: () => this.#hold('idle'),
    };
  }

  #hold(what: 'initialized' | 'idle'): void {
    this.#held = what;
    this.#pass();
    this.#failLate();
  }

  #pass(): void {
    if (!this.#held || !this.#extensions.idle) return;
    const held = this.#held;
    this.#held = null;
    clearTimeout(this.#deadline);
    if (held === 'initialized') this.#tellExtensions();
    this.listener[held]();
  }

  #tellExtensions(): void {
    for (const { name, events } of this.#extensions.all) this.listener.extensionReady(name, events);
  }

  #overdue(): void {
    this.#late = true;
    this.#failLate();
  }

  /**
   * The function's time limit holds for its extensions, too, when the answer has long been given. The environment's own
   * deadline is by up to a millisecond later than this one (invocations start between two ticks of the wall clock), and a
   * runtime that answers in between is in time there.
   */
  #failLate(): void {
    if (this.#late && this.#held)
      this.listener.faulted((requestId) => extensionFailed(requestId, 'Sandbox.Timedout', 'Task timed out'));
  }
}
