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
  /** Not delivered yet. */
  #event: object | null = null;

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
    this.#handOver();
    return true;
  }

  /**
   * An event, if it has registered for such: at once when it waits, else with its next `next`. A runtime may end while the
   * extension is still busy with the invocation (AWS's implementation remembers as well: `agent.Release`, rapid/shutdown.go).
   */
  send(type: ExtensionEvent, event: object): void {
    if (!this.events.includes(type)) return;
    this.#event = { eventType: type, ...event };
    this.#handOver();
  }

  #handOver(): void {
    const event = this.#event;
    const deliver = this.#deliver;
    if (!event || !deliver) return;
    this.#event = null;
    this.#deliver = null;
    this.move('Running');
    deliver(event);
  }
}
