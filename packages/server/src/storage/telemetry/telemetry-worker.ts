import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { type ConnectionOptions, openDatabase } from '../sqlite/connection.ts';
import type { TelemetryRow } from '../storage.ts';
import { type GroupOutcome, type RowGroup, WRITTEN } from './batch.ts';

/** The worker's answer to a batch; `fatal` when nothing of it was committed. */
export type WorkerAnswer = { readonly outcomes: readonly GroupOutcome[] } | { readonly fatal: string };

const database = openDatabase(workerData as ConnectionOptions);
const statements = new Map<string, StatementSync>();

parentPort!.on('message', (groups: readonly RowGroup[]) => parentPort!.postMessage(answer(groups), []));

function answer(groups: readonly RowGroup[]): WorkerAnswer {
  try {
    database.exec('begin immediate');
    const outcomes = groups.map((group) => (group.durable ? writeWhole(group) : writeWhatCan(group)));
    database.exec('commit');
    return { outcomes };
  } catch (error) {
    if (database.isTransaction) database.exec('rollback');
    return { fatal: messageOf(error) };
  }
}

function writeWhole({ table, rows }: RowGroup): GroupOutcome {
  database.exec('savepoint rows');
  try {
    for (const row of rows) insert(database, table, row);
    return WRITTEN;
  } catch (error) {
    failUnlessInTransaction(error);
    database.exec('rollback to rows');
    return { error: messageOf(error), dropped: rows.length };
  } finally {
    if (database.isTransaction) database.exec('release rows');
  }
}

function writeWhatCan({ table, rows }: RowGroup): GroupOutcome {
  let error: string | null = null;
  let dropped = 0;
  for (const row of rows) {
    try {
      insert(database, table, row);
    } catch (cause) {
      failUnlessInTransaction(cause);
      error ??= messageOf(cause);
      dropped += 1;
    }
  }
  return { error, dropped };
}

/** A full disk ends the transaction itself: then nothing before counts either. */
function failUnlessInTransaction(cause: unknown): void {
  if (!database.isTransaction) throw cause;
}

function insert(into: DatabaseSync, table: string, row: TelemetryRow): void {
  const columns = Object.keys(row);
  const key = `${table}(${columns.join()})`;
  let statement = statements.get(key);
  if (!statement) {
    statement = into.prepare(
      `insert into ${quote(table)} (${columns.map(quote).join()}) values (${columns.map(() => '?').join()})`,
    );
    statements.set(key, statement);
  }
  statement.run(...Object.values(row));
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
