import type { Clock } from '../../kernel/clock.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Scope } from '../service.ts';
import type { KeyDocument, PlanDocument } from './rules/keys.ts';
import { quotaPeriodStart, utcDay } from './rules/quota.ts';
import type { ApiStore } from './store/api-store.ts';
import { KEYS_CHANGED } from './store/key-rows.ts';

/** A key and the plans it belongs to. */
export interface KnownKey {
  readonly key: KeyDocument;
  readonly plans: readonly PlanDocument[];
}

interface Entry {
  readonly known: KnownKey | null;
  readonly readAt: number;
}

const RECHECK_MS = 1000;
const MAX_KEYS = 10_000;

/** What the values in `x-api-key` headers open; read again when a second old. */
export class KeyRing {
  readonly #store: ApiStore;
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  readonly #stopListening: () => void;

  constructor(store: ApiStore, storage: Storage, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.#stopListening = storage.on(KEYS_CHANGED, () => this.#entries.clear());
  }

  /** Null for a value that is no enabled key's. */
  async find(scope: Scope, value: string): Promise<KnownKey | null> {
    const path = `${scope.account}/${scope.region}/${value}`;
    const entry = this.#entries.get(path);
    const now = this.#clock.now();
    if (entry && now - entry.readAt < RECHECK_MS) return entry.known;
    const known = await this.#store.readKeys(async (rows) => {
      const key = await rows.keyByValue(scope, value);
      if (!key?.enabled) return null;
      return { key, plans: (await rows.plans(scope)).filter((plan) => plan.keyIds.includes(key.id)) };
    });
    if (this.#entries.size >= MAX_KEYS) this.#entries.clear();
    this.#entries.set(path, { known, readAt: now });
    return known;
  }

  /** Counts a request against a plan's quota; false when there is none left of it. */
  async spend(plan: PlanDocument, keyId: string): Promise<boolean> {
    const { quota } = plan;
    if (!quota?.limit || !quota.period) return true;
    const now = this.#clock.now();
    const from = quotaPeriodStart(quota.period, now);
    const first = quota.limit - (quota.offset ?? 0);
    return this.#store.writeKeys((rows) => rows.countRequest(plan.id, keyId, utcDay(now), from, first));
  }

  close(): void {
    this.#stopListening();
  }
}
