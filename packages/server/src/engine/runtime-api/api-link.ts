import type { InvocationHeader, RuntimeLink, RuntimeListener } from '../link/runtime-link.ts';
import { responseTruncated } from '../rules/function-errors.ts';
import { type ApiError, INVALID_REQUEST_ID, invalidTransition } from './api-errors.ts';

/** As AWS's implementation names them; they show in InvalidStateTransition messages. */
export type RuntimeState =
  | 'Started'
  | 'InitError'
  | 'Ready'
  | 'Running'
  | 'InvocationResponse'
  | 'InvocationErrorResponse'
  | 'ResponseSent';

const MOVES: Readonly<Record<RuntimeState, readonly RuntimeState[]>> = {
  Started: ['Ready', 'InitError'],
  InitError: [],
  Ready: ['Running', 'Ready'],
  Running: ['InvocationResponse', 'InvocationErrorResponse'],
  InvocationResponse: ['ResponseSent'],
  InvocationErrorResponse: ['ResponseSent'],
  ResponseSent: ['Ready'],
};

/** A process's sockets close before its exit status is known. */
const EXIT_AFTER_HANG_UP_MS = 200;

export interface NextInvocation {
  readonly header: InvocationHeader;
  readonly event: Uint8Array;
}

/** A custom runtime behind AWS's Runtime API: the endpoints move its state, the platform sees an ordinary link. */
export class ApiLink implements RuntimeLink {
  listener: RuntimeListener;
  readonly closed: Promise<string | null>;
  readonly #close = Promise.withResolvers<string | null>();
  readonly #onClose: () => void;
  #state: RuntimeState = 'Started';
  #pending: NextInvocation | null = null;
  #deliver: ((next: NextInvocation) => void) | null = null;
  #requestId: string | null = null;
  /** Runs after an answer that broke off. */
  #mourning: NodeJS.Timeout | undefined;
  #flow = Promise.withResolvers<void>();
  #pauses = 0;

  constructor(listener: RuntimeListener, onClose: () => void) {
    this.listener = listener;
    this.closed = this.#close.promise;
    this.#onClose = onClose;
    this.#flow.resolve();
  }

  /** A custom runtime reads its configuration from its environment variables. */
  init(): void {}

  load(): void {}

  invoke(header: InvocationHeader, event: Uint8Array): void {
    this.#requestId = header.requestId;
    this.#pending = { header, event };
    this.#handOver();
  }

  pause(): void {
    this.#pauses += 1;
    if (this.#pauses === 1) this.#flow = Promise.withResolvers<void>();
  }

  resume(): void {
    this.#pauses -= 1;
    if (this.#pauses === 0) this.#flow.resolve();
  }

  /** Resolves when an answer, or the next part of one, may be told. */
  get flowing(): Promise<void> {
    return this.#flow.promise;
  }

  close(): void {
    clearTimeout(this.#mourning);
    this.#close.resolve(null);
    this.#onClose();
  }

  /** Another link drives the runtime: no request finds a state that allows it. */
  occupy(): void {
    this.#state = 'Running';
  }

  /** @returns why not, when the runtime may not do this now */
  move(to: RuntimeState): ApiError | null {
    if (!MOVES[this.#state].includes(to)) return invalidTransition(this.#state, to);
    this.#state = to;
    return null;
  }

  /**
   * An answer broke off in the middle. A runtime that has died says so by its exit, which is known soon; one that lives
   * on, and thus one that asks for its next invocation, has answered badly.
   */
  cutOff(): void {
    if (this.#state !== 'InvocationResponse' && this.#state !== 'InvocationErrorResponse') return;
    this.#mourning = setTimeout(() => this.#truncate(), EXIT_AFTER_HANG_UP_MS).unref();
  }

  #truncate(): void {
    clearTimeout(this.#mourning);
    this.#mourning = undefined;
    const { payload, errorType } = responseTruncated(this.#requestId ?? '');
    this.listener.failed(payload, errorType);
    this.move('ResponseSent');
  }

  /** `next`: the runtime waits; the first one ends its initialisation, later ones the invocation before. */
  await(deliver: (next: NextInvocation) => void): ApiError | null {
    if (this.#mourning) this.#truncate();
    const first = this.#state === 'Started';
    const waiting = this.#state === 'Ready';
    const refused = this.move('Ready');
    if (refused) return refused;
    this.#deliver = deliver;
    if (first) this.listener.initialized();
    else if (!waiting) this.listener.idle();
    this.#handOver();
    return null;
  }

  /** For a request about invocation `requestId`, moving to `to`. */
  answer(requestId: string, to: 'InvocationResponse' | 'InvocationErrorResponse'): ApiError | null {
    if (requestId !== this.#requestId) return INVALID_REQUEST_ID;
    return this.move(to);
  }

  #handOver(): void {
    if (!this.#pending || !this.#deliver) return;
    const next = this.#pending;
    const deliver = this.#deliver;
    this.#pending = null;
    this.#deliver = null;
    this.move('Running');
    deliver(next);
  }
}
