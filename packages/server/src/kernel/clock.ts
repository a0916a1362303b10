/**
 * Everything that waits asks a Clock, so that tests and users can drive time.
 * Function code, signatures and credential expiry keep wall time and do not use it.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `task` once, `delayMs` from now. The timer does not keep the process alive. */
  schedule(delayMs: number, task: () => void): Timer;
  /** Resolves after `delayMs`; rejects with the signal's reason when aborted first. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}

export interface Timer {
  cancel(): void;
}

export const systemClock: Clock = {
  now: Date.now,
  schedule(delayMs, task) {
    // Node warns of negative delays; what is overdue on a slow machine has one.
    const timeout = setTimeout(task, Math.min(Math.max(delayMs, 0), MAX_TIMEOUT_MS));
    timeout.unref();
    return { cancel: () => clearTimeout(timeout) };
  },
  sleep(delayMs, signal) {
    return sleepOn(systemClock, delayMs, signal);
  },
};

/** setTimeout fires at once for anything longer (Node documentation, timers). */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

export function sleepOn(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = () => {
      timer.cancel();
      reject(signal?.reason);
    };
    const timer = clock.schedule(delayMs, () => {
      signal?.removeEventListener('abort', abort);
      resolve();
    });
    signal?.addEventListener('abort', abort, { once: true });
  });
}
