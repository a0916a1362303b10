import { throttled } from './errors.ts';
import type { Target } from './targets.ts';

/**
 * Counts running invocations of this node and throttles as AWS does: a function with a reservation has exactly that
 * many, all others share what the account's reservations leave of 1000. With several nodes each counts its own until
 * reservations are leased in blocks (the cluster's issue).
 */
export class ConcurrencyLedger {
  readonly #functions = new Map<string, number>();
  readonly #unreserved = new Map<string, number>();

  /** Throws TooManyRequestsException; else `leave` is to be called with the same target when the invocation has ended. */
  enter(target: Target): void {
    const { path, scope, reservedConcurrency } = target;
    if (reservedConcurrency === null) {
      if ((this.#unreserved.get(scope) ?? 0) >= target.unreservedConcurrency)
        throw throttled('ConcurrentInvocationLimitExceeded');
      add(this.#unreserved, scope, 1);
    } else if ((this.#functions.get(path) ?? 0) >= reservedConcurrency) {
      throw throttled('ReservedFunctionConcurrentInvocationLimitExceeded');
    }
    add(this.#functions, path, 1);
  }

  leave({ path, scope, reservedConcurrency }: Target): void {
    if (reservedConcurrency === null) add(this.#unreserved, scope, -1);
    add(this.#functions, path, -1);
  }
}

function add(counters: Map<string, number>, key: string, change: 1 | -1): void {
  const count = (counters.get(key) ?? 0) + change;
  if (count > 0) counters.set(key, count);
  else counters.delete(key);
}
