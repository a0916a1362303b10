import { invalidParameter } from '../errors.ts';

/** PutRetentionPolicy, "Possible values are". */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const DAY_MS = 86_400_000;

export function checkRetention(days: number): void {
  if (RETENTION_DAYS.includes(days)) return;
  throw invalidParameter(
    `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${RETENTION_DAYS.join(', ')}]`,
  );
}

/** The oldest timestamp that is kept; 0 when events never expire. */
export function oldestKept(now: number, retentionDays: number | null): number {
  return retentionDays === null ? 0 : now - retentionDays * DAY_MS;
}
