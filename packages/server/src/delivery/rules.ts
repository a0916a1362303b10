/** Maximum age of an event in the queue: AWS's default and upper bound (developer guide, "Asynchronous invocation"). */
export const MAXIMUM_EVENT_AGE_MS = 6 * 60 * 60 * 1000;

const FIRST_BACK_OFF_MS = 1000;
const LONGEST_BACK_OFF_MS = 5 * 60 * 1000;

/** Throttles and system errors: "an exponential backoff from 1 second after the first attempt to a maximum of 5 minutes". */
export function backOffMs(returns: number): number {
  return Math.min(FIRST_BACK_OFF_MS * 2 ** returns, LONGEST_BACK_OFF_MS);
}

/** AWS looks ahead: an event whose next attempt would start too old is given up at once (recorded). */
export function isTooOld(acceptedAt: number, nextAttemptAt: number): boolean {
  return nextAttemptAt - acceptedAt > MAXIMUM_EVENT_AGE_MS;
}

/** No event waits longer than the longest back-off: one that is due later was written before the clock was set back. */
export function isDue(dueAt: number, now: number): boolean {
  return dueAt <= now || dueAt - now > LONGEST_BACK_OFF_MS;
}
