/** What a key may hold: a text that stands for its value, or null when there is nothing. */
export type Value = string | null;

interface Entry {
  /** What an honest platform may answer with now. One value, unless a change was cut off. */
  allowed: Set<Value>;
}

export interface LedgerOptions {
  /** Told of each change just after it was sent: the place to strike from. */
  readonly onBegin?: () => void;
  /** Answers that leave open whether the change happened: that of a commit whose database went away. */
  readonly isUnknown?: (error: unknown) => boolean;
}

/**
 * What callers were told. A change that was acknowledged must be there after any fault; one that was refused must not;
 * one whose answer never came may be there or not, but nothing between.
 */
export class Ledger {
  readonly #entries = new Map<string, Entry>();
  readonly #options: LedgerOptions;
  acknowledged = 0;
  refused = 0;
  unknown = 0;

  constructor(options: LedgerOptions = {}) {
    this.#options = options;
  }

  /**
   * Tries to give `key` its `value`. Rejects with the refusal, which leaves the key as it was, or with CutOff when no
   * answer came.
   */
  async attempt<Result>(key: string, value: Value, act: () => Promise<Result>): Promise<Result> {
    const entry = this.#entry(key);
    const before = new Set(entry.allowed);
    entry.allowed.add(value);
    try {
      const acting = act();
      this.#options.onBegin?.();
      const result = await acting;
      entry.allowed = new Set([value]);
      this.acknowledged += 1;
      return result;
    } catch (error) {
      if (isUnanswered(error) || this.#options.isUnknown?.(error)) {
        this.unknown += 1;
        throw isUnanswered(error) ? new CutOff(error) : error;
      }
      this.refused += 1;
      entry.allowed = before;
      throw error;
    }
  }

  /** Notes what an answer to another change told: the id and the secret of a new key. */
  record(key: string, value: Value): void {
    this.#entries.set(key, { allowed: new Set([value]) });
  }

  /** The values that `key` may have. */
  allowed(key: string): ReadonlySet<Value> {
    return this.#entry(key).allowed;
  }

  /** The one value that `key` has; for keys no change of which is under way. */
  now(key: string): Value {
    return [...this.#entry(key).allowed][0] ?? null;
  }

  /** Compares with what is there, which then holds. @returns what is wrong, or null */
  check(key: string, actual: Value): string | null {
    const { allowed } = this.#entry(key);
    this.#entries.set(key, { allowed: new Set([actual]) });
    if (allowed.has(actual)) return null;
    return `${key} is ${shown(actual)}, told was ${[...allowed].map(shown).join(' or ')}`;
  }

  keys(prefix: string): string[] {
    return [...this.#entries.keys()].filter((key) => key.startsWith(prefix));
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }

  #entry(key: string): Entry {
    const known = this.#entries.get(key);
    if (known) return known;
    const entry = { allowed: new Set<Value>([null]) };
    this.#entries.set(key, entry);
    return entry;
  }
}

/** The platform went away before it answered. */
export class CutOff extends Error {
  constructor(cause: unknown) {
    super('no answer came', { cause });
  }
}

/** No answer of the platform's at all: the change may have happened. */
export function isUnanswered(error: unknown): boolean {
  if (error instanceof CutOff) return true;
  return statusOf(error) === undefined;
}

/** Of an answer that an SDK made an error of; undefined when there was no answer. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const { $metadata, $response } = error as {
    $metadata?: { httpStatusCode?: number };
    $response?: { statusCode?: number };
  };
  return $metadata?.httpStatusCode ?? $response?.statusCode;
}

function shown(value: Value): string {
  if (value === null) return 'absent';
  return value.length > 80 ? `${value.slice(0, 80)}…` : value;
}
