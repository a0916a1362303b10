import { invalidParameter } from '../errors.ts';

export interface SecondVersion {
  readonly version: string;
  readonly weight: number;
}

/** Checks `AdditionalVersionWeights` against the version an alias points at. Null: everything goes to that version. */
export function readRouting(
  version: string,
  weights: Readonly<Record<string, number>> | undefined,
): SecondVersion | null {
  const entries = Object.entries(weights ?? {});
  if (entries.length > 1)
    throw invalidParameter('Number of items in AdditionalVersionWeights cannot be greater than 1');
  const [entry] = entries;
  if (!entry) return null;
  const [second, weight] = entry;
  if (version === '$LATEST' || second === '$LATEST') {
    throw invalidParameter('$LATEST is not supported for an alias pointing to more than 1 version');
  }
  if (second === version) {
    throw invalidParameter(
      `Invalid function version ${second}. Function version ${second} is already included in routing configuration.`,
    );
  }
  return { version: second, weight };
}

/** The version for one request. `chance`: uniform in [0, 1). */
export function chooseVersion<Choice>(
  first: Choice,
  second: Choice | null,
  secondWeight: number,
  chance: number,
): Choice {
  return second !== null && chance < secondWeight ? second : first;
}
