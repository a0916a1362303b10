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

  /** Throws TooManyRequestsException; else returns what to call, once, when the invocation has ended. */
  enter(target: Target): () => void {
    return target.reservedConcurrency === null
      ? this.#enterUnreserved(target)
      : this.#enterReserved(target, target.reservedConcurrency);
  }

  #enterReserved({ path }: Target, limit: number): () => void {
    if ((this.#functions.get(path) ?? 0) >= limit) throw throttled('ReservedFunctionConcurrentInvocationLimitExceeded');
    return count(this.#functions, path);
  }

  #enterUnreserved({ path, reference, unreservedConcurrency }: Target): () => void {
    const scope = `${reference.account}/${reference.region}`;
    if ((this.#unreserved.get(scope) ?? 0) >= unreservedConcurrency)
      throw throttled('ConcurrentInvocationLimitExceeded');
    const leaveFunction = count(this.#functions, path);
    const leaveScope = count(this.#unreserved, scope);
    return () => {
      leaveFunction();
      leaveScope();
    };
  }
}

function count(counters: Map<string, number>, key: string): () => void {
  counters.set(key, (counters.get(key) ?? 0) + 1);
  return () => {
    const left = counters.get(key)! - 1;
    if (left > 0) counters.set(key, left);
    else counters.delete(key);
  };
}
