import type { Clients } from './clients.ts';
import { isUnanswered, type Ledger } from './ledger.ts';
import type { Random } from './random.ts';

/** What one service is asked to do during a storm, and how to see afterwards that it kept its word. */
export interface Load {
  readonly name: string;
  readonly lanes: number;
  /** Once, before anything goes wrong. */
  prepare(clients: Clients): Promise<void>;
  /** One change, drawn at random. Lanes work on things of their own; within a lane one change follows the other. */
  step(clients: Clients, lane: Lane): Promise<void>;
  /** Compares all there is with what callers were told, and settles what was unknown. @returns what is wrong */
  check(clients: Clients): Promise<readonly string[]>;
  readonly ledger: Ledger;
}

export interface Lane {
  readonly name: string;
  readonly random: Random;
  /** A text that was never used before in this storm. */
  readonly mark: () => string;
}

export interface LoadRun {
  /** Resolves when every lane has ended, stopped or cut off. */
  readonly over: Promise<unknown>;
  /** Lets each lane finish its step; rejects when one failed in a way that `refusable` does not cover. */
  stop(): Promise<void>;
}

export interface LoadOptions {
  readonly clients: () => Clients;
  readonly random: Random;
  /** Whether this refusal, or a CutOff, may happen while the fault lasts. */
  readonly refusable: (error: unknown) => boolean;
}

/** Runs all lanes of all loads until stopped; a lane whose platform went away ends by itself. */
export function runLoads(loads: readonly Load[], options: LoadOptions): LoadRun {
  const stopping = new AbortController();
  let marks = 0;
  const failures: unknown[] = [];
  const lanes = loads.flatMap((load) =>
    Array.from({ length: load.lanes }, (_, index) => runLane(load, `${load.name}-${index}`)),
  );

  async function runLane(load: Load, name: string): Promise<void> {
    const random = options.random.fork(name);
    const lane = { name, random, mark: () => `${name}-${random.between(0, 2 ** 31)}-${(marks += 1)}` };
    while (!stopping.signal.aborted) {
      try {
        await load.step(options.clients(), lane);
      } catch (error) {
        if (!options.refusable(error)) failures.push(new Error(`${name} failed`, { cause: error }));
        if (isUnanswered(error)) return;
        // A refusal comes back at once: others get their turn before the next.
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }

  const over = Promise.all(lanes);
  return {
    over,
    stop: async () => {
      stopping.abort();
      await over;
      if (failures.length > 0) throw new AggregateError(failures, `${failures.length} steps failed`);
    },
  };
}
