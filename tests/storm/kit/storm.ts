import type { Random } from './random.ts';

/** A fault that the world does to a platform, over and over, and what has to hold afterwards. */
export interface Storm {
  /** For `--only`. */
  readonly name: string;
  /** A sentence: what holds in spite of what. */
  readonly promise: string;
  run(context: StormContext): Promise<void>;
}

export interface StormContext {
  readonly random: Random;
  /** Rounds go on until then (performance.now()), at least one. */
  readonly endsAt: number;
  /** An empty directory, removed afterwards. */
  readonly directory: string;
  readonly tally: Tally;
  /** Runs at the end, last first, whatever happened. */
  readonly defer: (task: () => unknown) => void;
}

/** What a storm counted. */
export class Tally {
  rounds = 0;
  acknowledged = 0;
  lost = 0;
  /** Numbers worth a look: peaks, delays. The largest of each name is kept. */
  readonly measured = new Map<string, number>();
  readonly found: string[] = [];
  /** Why this storm could not run on this machine. */
  notRun: string | null = null;

  measure(name: string, value: number): void {
    this.measured.set(name, Math.max(this.measured.get(name) ?? 0, Math.round(value * 10) / 10));
  }

  find(...findings: readonly string[]): void {
    this.found.push(...findings);
  }
}
