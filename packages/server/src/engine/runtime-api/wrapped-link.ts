import {
  type InvocationHeader,
  NOBODY,
  type RuntimeInit,
  type RuntimeLink,
  type RuntimeListener,
} from '../link/runtime-link.ts';
import type { ApiLink } from './api-link.ts';

/**
 * A process that a wrapper made: our own runtime with its frames, or any other with the Runtime API. Whichever speaks
 * first is the runtime; over the API that is its first `next` (or init error), told on when the platform says INIT.
 */
export class WrappedLink implements RuntimeLink {
  readonly closed: Promise<string | null>;
  readonly #frames: RuntimeLink;
  readonly #api: ApiLink;
  readonly #close = Promise.withResolvers<string | null>();
  #chosen: RuntimeLink | null = null;
  #listener: RuntimeListener;
  /** What the API said before INIT. */
  #early: ((listener: RuntimeListener) => void) | null = null;

  constructor(listener: RuntimeListener, frames: (listener: RuntimeListener) => RuntimeLink, api: ApiLink) {
    this.#listener = listener;
    this.closed = this.#close.promise;
    this.#frames = frames({ ...NOBODY, booted: () => this.#choose(this.#frames) });
    this.#api = api;
    api.listener = {
      ...NOBODY,
      initialized: () => this.#chooseApi((to) => to.initialized()),
      initFailed: (error, errorType) => this.#chooseApi((to) => to.initFailed(error, errorType)),
    };
    // A wrapper need not hand the socket on: only the runtime that uses it is gone with it.
    void this.#frames.closed.then((violation) => {
      if (this.#chosen === this.#frames) this.#close.resolve(violation);
    });
    void api.closed.then((violation) => this.#close.resolve(violation));
  }

  get listener(): RuntimeListener {
    return this.#listener;
  }

  set listener(listener: RuntimeListener) {
    this.#listener = listener;
    if (this.#chosen) this.#chosen.listener = listener;
  }

  init(init: RuntimeInit): void {
    this.#chosen?.init(init);
    this.#early?.(this.#listener);
    this.#early = null;
  }

  load(): void {
    this.#chosen?.load();
  }

  invoke(header: InvocationHeader, event: Uint8Array): void {
    this.#chosen?.invoke(header, event);
  }

  /** Both, because either may be chosen before `resume`. */
  pause(): void {
    this.#frames.pause();
    this.#api.pause();
  }

  resume(): void {
    this.#frames.resume();
    this.#api.resume();
  }

  close(): void {
    this.#frames.close();
    this.#api.close();
  }

  #chooseApi(early: (listener: RuntimeListener) => void): void {
    this.#early = early;
    this.#choose(this.#api);
  }

  #choose(link: RuntimeLink): void {
    if (this.#chosen) return;
    this.#chosen = link;
    link.listener = this.#listener;
    if (link === this.#frames) this.#api.occupy();
    this.#listener.booted();
  }
}
