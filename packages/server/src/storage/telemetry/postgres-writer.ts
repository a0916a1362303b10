import type { Transaction } from 'kysely';
import type { Storage, TelemetryRow } from '../storage.ts';
import { type GroupOutcome, type RowGroup, WRITTEN } from './batch.ts';

type AnyTables = Record<string, Record<string, TelemetryRow[string]>>;

/** Rows in one statement; sizes are powers of two, so that few statement texts exist. */
const STATEMENT_ROWS = 256;

/** Writes a batch in one commit; when that fails, each group by itself. */
export async function writeGroups(storage: Storage, groups: readonly RowGroup[]): Promise<readonly GroupOutcome[]> {
  const together = await attempt(storage, mergeByTable(groups));
  if (together === null) return groups.map(() => WRITTEN);
  const outcomes: GroupOutcome[] = [];
  for (const group of groups)
    outcomes.push(group.durable ? await writeWhole(storage, group) : await writeWhatCan(storage, group));
  return outcomes;
}

function mergeByTable(groups: readonly RowGroup[]): Pick<RowGroup, 'table' | 'rows'>[] {
  const tables = new Map<string, TelemetryRow[]>();
  for (const { table, rows } of groups) {
    const merged = tables.get(table) ?? [];
    for (const row of rows) merged.push(row);
    tables.set(table, merged);
  }
  return [...tables].map(([table, rows]) => ({ table, rows }));
}

async function writeWhole(storage: Storage, group: RowGroup): Promise<GroupOutcome> {
  const failure = await attempt(storage, [group]);
  return failure ? { error: failure.message, dropped: group.rows.length } : WRITTEN;
}

/** Halves until the rows that cannot be written are alone. */
async function writeWhatCan(storage: Storage, group: RowGroup): Promise<GroupOutcome> {
  const failure = await attempt(storage, [group]);
  if (!failure) return WRITTEN;
  const { rows } = group;
  if (rows.length === 1 || isWrongForAll(failure)) return { error: failure.message, dropped: rows.length };
  const middle = rows.length >> 1;
  const first = await writeWhatCan(storage, { ...group, rows: rows.slice(0, middle) });
  const second = await writeWhatCan(storage, { ...group, rows: rows.slice(middle) });
  return { error: first.error ?? second.error, dropped: first.dropped + second.dropped };
}

async function attempt(storage: Storage, groups: readonly Pick<RowGroup, 'table' | 'rows'>[]): Promise<Error | null> {
  try {
    await storage.write<AnyTables, void>(async (tx) => {
      for (const { table, rows } of groups) await insert(tx, table, rows);
    });
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function insert(tx: Transaction<AnyTables>, table: string, rows: readonly TelemetryRow[]): Promise<void> {
  for (let from = 0; from < rows.length;) {
    const left = Math.min(rows.length - from, STATEMENT_ROWS);
    const size = 2 ** Math.floor(Math.log2(left));
    await tx
      .insertInto(table)
      .values(rows.slice(from, from + size))
      .execute();
    from += size;
  }
}

/** Class 42: no such table or column (PostgreSQL manual, appendix A). */
function isWrongForAll(failure: Error): boolean {
  return 'code' in failure && typeof failure.code === 'string' && failure.code.startsWith('42');
}
