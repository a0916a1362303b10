import type { Clock, Timer } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { Storage } from '../../storage/storage.ts';
import type { FunctionKey } from './function-version.ts';
import { findRecentlyInvoked, setLastInvoked } from './store/functions.ts';
import type { LambdaTables } from './store/tables.ts';
import type { Target } from './targets.ts';

const FLUSH_MS = 30_000;

/**
 * Which functions were invoked last, so that a restart can have spares ready for them. Noted in memory and written in
 * one unit every half a minute: losing it costs a cold start, so it must not cost an invocation anything.
 */
export class RecentInvocations {
  readonly #storage: Storage;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #noted = new Map<string, { key: FunctionKey; at: number }>();
  #timer: Timer | null = null;

  constructor(storage: Storage, clock: Clock, logger: Logger) {
    this.#storage = storage;
    this.#clock = clock;
    this.#logger = logger;
  }

  note({ path, reference }: Target): void {
    this.#noted.set(path, { key: reference, at: this.#clock.now() });
    this.#timer ??= this.#clock.schedule(FLUSH_MS, () => void this.flush());
  }

  async flush(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = null;
    const noted = [...this.#noted.values()];
    this.#noted = new Map();
    if (noted.length === 0) return;
    try {
      await this.#storage.write<LambdaTables, void>(async (tx) => {
        for (const { key, at } of noted) await setLastInvoked(tx, key, at);
      });
    } catch (cause) {
      this.#logger.warn('the times of last invocations were not written', { cause });
    }
  }

  latest(limit: number): Promise<FunctionKey[]> {
    return this.#storage.read<LambdaTables, FunctionKey[]>((db) => findRecentlyInvoked(db, limit));
  }
}
