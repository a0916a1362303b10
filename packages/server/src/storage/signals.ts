import type { Transaction } from 'kysely';
import type { Logger } from '../kernel/logger.ts';
import type { Signal } from './unit.ts';
import { unitOf } from './unit-executor.ts';

export type SignalListener = (detail: string) => void;

/** Announces `topic` in this process once the unit of `tx` is committed; not at all when it is rolled back. */
export function signalOnCommit<Tables>(tx: Transaction<Tables>, topic: string, detail = ''): void {
  unitOf(tx).signals.push({ topic, detail });
}

/** Who listens to what, in one storage. */
export class Signals {
  readonly #listeners = new Map<string, Set<SignalListener>>();
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  on(topic: string, listener: SignalListener): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  announce(signals: readonly Signal[]): void {
    for (const { topic, detail } of signals) {
      for (const listener of this.#listeners.get(topic) ?? []) this.#call(listener, topic, detail);
    }
  }

  #call(listener: SignalListener, topic: string, detail: string): void {
    try {
      listener(detail);
    } catch (cause) {
      this.#logger.error(`a listener of ${topic} failed`, { cause });
    }
  }
}
