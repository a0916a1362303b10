import { randomUUID } from 'node:crypto';

export type ExtensionEvent = 'INVOKE' | 'SHUTDOWN';

/** As AWS's implementation names them; they show in messages about transitions. */
export type ExtensionState = 'Started' | 'Registered' | 'Ready' | 'Running' | 'InitError' | 'ExitError' | 'Exited';

const MOVES: Readonly<Record<ExtensionState, readonly ExtensionState[]>> = {
  Started: ['Registered', 'Exited'],
  Registered: ['Ready', 'InitError', 'ExitError', 'Exited'],
  Ready: ['Running', 'Ready', 'ExitError', 'Exited'],
  Running: ['Ready', 'ExitError', 'Exited'],
  InitError: ['Exited'],
  ExitError: ['Exited'],
  Exited: [],
};

/** One extension of an environment: a process of its own (external) or a part of the runtime's (internal). */
export class Extension {
  readonly id = randomUUID();
  readonly name: string;
  readonly external: boolean;
  events: readonly ExtensionEvent[] = [];
  #state: ExtensionState = 'Started';
  #deliver: ((event: object) => void) | null = null;

  constructor(name: string, external: boolean) {
    this.name = name;
    this.external = external;
  }

  get state(): ExtensionState {
    return this.#state;
  }

  /** It has nothing to do: waits in `next`, or will never do anything again. */
  get idle(): boolean {
    return this.#state === 'Ready' || this.#state === 'Exited';
  }

  /** @returns whether it may */
  move(to: ExtensionState): boolean {
    if (!MOVES[this.#state].includes(to)) return false;
    this.#state = to;
    return true;
  }

  /** `next`: `deliver` gets one event. @returns whether it may wait now */
  wait(deliver: (event: object) => void): boolean {
    if (!this.move('Ready')) return false;
    this.#deliver = deliver;
    return true;
  }

  /** Gives it an event that it has registered for, if it waits for one. */
  send(type: ExtensionEvent, event: object): void {
    const deliver = this.#deliver;
    if (!deliver || !this.events.includes(type)) return;
    this.#deliver = null;
    this.move('Running');
    deliver({ eventType: type, ...event });
  }
}
