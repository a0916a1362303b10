import type { Timer } from '../../../kernel/clock.ts';
import type { Host } from '../../service.ts';
import type { CustomResources } from '../resources/mapping/resource-type.ts';
import type { Phase } from '../store/records.ts';
import type { StackStore } from '../store/stack-store.ts';
import { goBack } from './back.ts';
import { cleanUp } from './cleanup.ts';
import { goForward } from './forward.ts';
import { Journal } from './journal.ts';
import { removeAll } from './removal.ts';
import { Interrupted, type Run } from './run.ts';

const PHASES: Readonly<Record<Phase, (run: Run) => Promise<void>>> = {
  forward: goForward,
  cleanup: cleanUp,
  rollback: goBack,
  'rollback-cleanup': cleanUp,
  removal: removeAll,
};

const MINUTE_MS = 60_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = MINUTE_MS;

/** The stacks that are being deployed, each by one worker in this process. */
export class Deployments {
  readonly #host: Host;
  readonly #store: StackStore;
  readonly #custom: CustomResources;
  readonly #workers = new Map<string, Promise<void>>();
  readonly #halts = new Map<string, AbortController>();

  constructor(host: Host, store: StackStore, custom: CustomResources) {
    this.#host = host;
    this.#store = store;
    this.#custom = custom;
  }

  /** To be called after the commit that gave the stack its operation; the work goes on in the background. */
  begin(stackId: string): void {
    const before = this.#workers.get(stackId) ?? Promise.resolve();
    const worker: Promise<void> = before
      .then(() => this.#carryOut(stackId))
      .finally(() => {
        if (this.#workers.get(stackId) === worker) this.#workers.delete(stackId);
      });
    this.#workers.set(stackId, worker);
  }

  /** Takes up what an earlier process left unfinished. */
  async resume(): Promise<void> {
    for (const id of await this.#store.read(({ stacks }) => stacks.busy())) this.begin(id);
  }

  /** Puts an end to the forward phase of a stack; `reason` is what its event will say. */
  halt(stackId: string, reason: string): void {
    this.#halts.get(stackId)?.abort(reason);
  }

  /** Resolves when no stack of this process is being worked on. */
  async idle(): Promise<void> {
    while (this.#workers.size > 0) await Promise.all(this.#workers.values());
  }

  /** The journal tells where to go on: what stopped the work (a full disk, a database that is away) passes. */
  async #carryOut(stackId: string): Promise<void> {
    const { clock, logger, signal } = this.#host;
    for (let pauseMs = FIRST_PAUSE_MS; !signal.aborted; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      try {
        return await this.#work(stackId);
      } catch (cause) {
        if (cause instanceof Interrupted || signal.aborted) return;
        logger.error('a stack cannot be deployed any further for now', { stack: stackId, againInMs: pauseMs, cause });
      }
      await clock.sleep(pauseMs, signal).catch(() => {});
    }
  }

  async #work(stackId: string): Promise<void> {
    for (;;) {
      const journal = await Journal.open(this.#store, this.#host.clock, stackId);
      if (!journal || this.#host.signal.aborted) return;
      await this.#phase(journal);
    }
  }

  async #phase(journal: Journal): Promise<void> {
    const { operation, stack } = journal;
    const halt = new AbortController();
    const forward = operation.phase === 'forward';
    if (forward) this.#halts.set(stack.id, halt);
    if (forward && operation.cancelled) halt.abort('User Initiated');
    const timeout = forward ? this.#timeout(journal, halt) : null;
    try {
      const { [operation.phase]: work } = PHASES;
      await work({ host: this.#host, store: this.#store, custom: this.#custom, journal, halt });
    } finally {
      timeout?.cancel();
      this.#halts.delete(stack.id);
    }
  }

  #timeout({ operation, stack }: Journal, halt: AbortController): Timer | null {
    if (operation.kind !== 'CREATE' || stack.timeoutMinutes === null) return null;
    const { clock } = this.#host;
    const end = operation.startedAt + stack.timeoutMinutes * MINUTE_MS;
    const reason = 'Stack creation time exceeded the specified timeout';
    return clock.schedule(Math.max(0, end - clock.now()), () => halt.abort(reason));
  }
}
