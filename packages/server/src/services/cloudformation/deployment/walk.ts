import type { Graph } from '../rules/template/graph.ts';

export interface WalkOptions {
  /** After a failure only what needs the failed one is left out; otherwise nothing new begins. */
  readonly keepGoing: boolean;
  /** Aborted: nothing new begins. */
  readonly signal: AbortSignal;
  /** Told of the first failure of each name as it happens. */
  readonly onFailure?: (name: string, error: unknown) => void;
}

/** Visits every name as soon as those it needs are through, all at the same time. Answers with what failed. */
export async function walk(
  graph: Graph,
  visit: (name: string) => Promise<void>,
  { keepGoing, signal, onFailure }: WalkOptions,
): Promise<ReadonlyMap<string, unknown>> {
  const failures = new Map<string, unknown>();
  const through = new Set<string>();
  const begun = new Set<string>();
  const underway = new Set<Promise<void>>();
  const isReady = (name: string) =>
    !begun.has(name) && graph.get(name)!.every((before) => through.has(before) || !graph.has(before));
  const begin = (name: string) => {
    begun.add(name);
    const visiting: Promise<void> = visit(name)
      .then(
        () => void through.add(name),
        (error: unknown) => {
          failures.set(name, error);
          onFailure?.(name, error);
        },
      )
      .finally(() => underway.delete(visiting));
    underway.add(visiting);
  };
  for (;;) {
    const open = !signal.aborted && (keepGoing || failures.size === 0);
    if (open) for (const name of graph.keys()) if (isReady(name)) begin(name);
    if (underway.size === 0) return failures;
    await Promise.race(underway);
  }
}
