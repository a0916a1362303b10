import type { Clock } from '../../kernel/clock.ts';
import type { Storage } from '../../storage/storage.ts';
import { type LiveStage, STAGES_CHANGED } from './store/api-rows.ts';
import type { ApiStore } from './store/api-store.ts';

interface Entry {
  readonly live: LiveStage;
  checkedAt: number;
}

/** How long another node's change may go unseen: one point read a second and stage. */
const RECHECK_MS = 1000;
const MAX_STAGES = 10_000;

/**
 * The deployed stages that requests ask for, kept in memory so that a warm request touches no SQL. A stage's object
 * stays the same for as long as nothing changes, so that what is compiled from it can be kept with it.
 */
export class LiveStages {
  readonly #store: ApiStore;
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  readonly #stopListening: () => void;
  #generation = 0;

  constructor(store: ApiStore, storage: Storage, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.#stopListening = storage.on(STAGES_CHANGED, (apiId) => this.#forget(apiId));
  }

  /** Null when there is no such API, or no such stage of it. */
  async find(apiId: string, stageName: string): Promise<LiveStage | null> {
    const path = `${apiId}/${stageName}`;
    const known = this.#entries.get(path);
    if (known && (await this.#stillHolds(apiId, known))) return known.live;
    const generation = this.#generation;
    const live = await this.#store.read((rows) => rows.live(apiId, stageName));
    if (!live) return null;
    // A change that committed while we read may have been missed by the read.
    if (generation === this.#generation) this.#remember(path, live);
    return live;
  }

  close(): void {
    this.#stopListening();
  }

  async #stillHolds(apiId: string, entry: Entry): Promise<boolean> {
    const now = this.#clock.now();
    if (now - entry.checkedAt < RECHECK_MS) return true;
    if ((await this.#store.read((rows) => rows.changeNumber(apiId))) !== entry.live.changeNumber) return false;
    entry.checkedAt = now;
    return true;
  }

  #remember(path: string, live: LiveStage): void {
    if (this.#entries.size >= MAX_STAGES) this.#entries.clear();
    this.#entries.set(path, { live, checkedAt: this.#clock.now() });
  }

  #forget(apiId: string): void {
    this.#generation++;
    for (const path of this.#entries.keys()) if (path.startsWith(`${apiId}/`)) this.#entries.delete(path);
  }
}
