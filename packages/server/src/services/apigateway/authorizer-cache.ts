import type { Clock } from '../../kernel/clock.ts';

/** What a Lambda authorizer answered. */
export interface Authorization {
  readonly principalId: string;
  /** The policy, parsed. */
  readonly policyDocument: unknown;
  /** Scalars as texts. */
  readonly context: Readonly<Record<string, string>>;
  readonly usageIdentifierKey?: string | undefined;
}

const MAX_ENTRIES = 10_000;

/** Results of Lambda authorizers, by what identified their callers, for their time to live. */
export class AuthorizerCache {
  readonly #clock: Clock;
  readonly #entries = new Map<string, { readonly authorization: Authorization; readonly until: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  find(stagePath: string, key: string): Authorization | null {
    const entry = this.#entries.get(`${stagePath}/${key}`);
    return entry && entry.until > this.#clock.now() ? entry.authorization : null;
  }

  keep(stagePath: string, key: string, authorization: Authorization, ttlSeconds: number): void {
    if (ttlSeconds <= 0) return;
    if (this.#entries.size >= MAX_ENTRIES) this.#entries.clear();
    this.#entries.set(`${stagePath}/${key}`, { authorization, until: this.#clock.now() + ttlSeconds * 1000 });
  }

  /** `stagePath`: `{api}/{stage}`. */
  flush(stagePath: string): void {
    for (const key of this.#entries.keys()) if (key.startsWith(`${stagePath}/`)) this.#entries.delete(key);
  }
}
