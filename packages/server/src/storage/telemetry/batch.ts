import type { TelemetryRow } from '../storage.ts';

/** Rows of one `append`, as they travel to whoever writes them. */
export interface RowGroup {
  readonly table: string;
  readonly rows: readonly TelemetryRow[];
  /** All or nothing, and its outcome is reported; otherwise rows that cannot be written are dropped one by one. */
  readonly durable: boolean;
}

/** What came of each group, in order: null when written. */
export interface GroupOutcome {
  /** Why rows were not written. */
  readonly error: string | null;
  readonly dropped: number;
}

/** Writes groups in one commit. Rejects when the commit failed or its outcome is unknown. */
export type WriteBatch = (groups: readonly RowGroup[]) => Promise<readonly GroupOutcome[]>;

export const WRITTEN: GroupOutcome = { error: null, dropped: 0 };

/** Memory the rows take, roughly: UTF-16 text, 8 bytes a number, an object's overhead. */
export function bytesOf(rows: readonly TelemetryRow[]): number {
  let bytes = 0;
  for (const row of rows) {
    bytes += 64;
    for (const column in row) bytes += sizeOf(row[column]);
  }
  return bytes;
}

function sizeOf(value: TelemetryRow[string] | undefined): number {
  if (typeof value === 'string') return 16 + 2 * value.length;
  return value instanceof Uint8Array ? 64 + value.byteLength : 8;
}
