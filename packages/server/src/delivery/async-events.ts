import type { Kysely, Transaction } from 'kysely';
import type { Migration } from '../storage/storage.ts';
import { createAsyncEvents } from './migrations/001-async-events.ts';

export interface DeliveryTables {
  delivery_async_events: {
    request_id: string;
    lane: string;
    account: string;
    region: string;
    function_name: string;
    qualifier: string | null;
    trace_header: string | null;
    payload: Uint8Array;
    accepted_at: number;
    due_at: number;
    returns: number;
  };
}

/** An asynchronous invocation that was accepted: it stays a row until its run has ended. */
export interface AsyncEvent {
  /** The same across attempts, as on AWS. */
  readonly requestId: string;
  readonly account: string;
  readonly region: string;
  readonly functionName: string;
  /** As the caller gave it: an alias is resolved when the event runs. */
  readonly qualifier?: string;
  readonly traceHeader?: string;
  /** Verbatim. */
  readonly payload: Uint8Array;
  /** Epoch milliseconds. */
  readonly acceptedAt: number;
  /** How often it came back to the queue without having run. */
  readonly returns: number;
}

export const deliveryMigrations: readonly Migration[] = [createAsyncEvents];

/** Events of one function wait for each other only. */
export function laneOf({
  account,
  region,
  functionName,
}: Pick<AsyncEvent, 'account' | 'region' | 'functionName'>): string {
  return `${account}/${region}/${functionName}`;
}

export async function insertEvent(tx: Transaction<DeliveryTables>, event: AsyncEvent): Promise<void> {
  await tx
    .insertInto('delivery_async_events')
    .values({
      request_id: event.requestId,
      lane: laneOf(event),
      account: event.account,
      region: event.region,
      function_name: event.functionName,
      qualifier: event.qualifier ?? null,
      trace_header: event.traceHeader ?? null,
      payload: event.payload,
      accepted_at: event.acceptedAt,
      due_at: event.acceptedAt,
      returns: event.returns,
    })
    .execute();
}

export async function deleteEvent(tx: Transaction<DeliveryTables>, requestId: string): Promise<void> {
  await tx.deleteFrom('delivery_async_events').where('request_id', '=', requestId).execute();
}

export async function postponeEvent(
  tx: Transaction<DeliveryTables>,
  requestId: string,
  dueAt: number,
  returns: number,
): Promise<void> {
  await tx
    .updateTable('delivery_async_events')
    .set({ due_at: dueAt, returns })
    .where('request_id', '=', requestId)
    .execute();
}

export async function listLanes(db: Kysely<DeliveryTables>): Promise<string[]> {
  const rows = await db.selectFrom('delivery_async_events').select('lane').distinct().execute();
  return rows.map((row) => row.lane);
}

/** The lane's events by due time, without those that run already; `limit` counts what is returned. */
export async function listNext(
  db: Kysely<DeliveryTables>,
  lane: string,
  running: ReadonlySet<string>,
  limit: number,
): Promise<{ event: AsyncEvent; dueAt: number }[]> {
  let query = db.selectFrom('delivery_async_events').selectAll().where('lane', '=', lane);
  if (running.size > 0) query = query.where('request_id', 'not in', [...running]);
  const rows = await query.orderBy('due_at').limit(limit).execute();
  return rows.map((row) => ({
    dueAt: row.due_at,
    event: {
      requestId: row.request_id,
      account: row.account,
      region: row.region,
      functionName: row.function_name,
      ...(row.qualifier === null ? {} : { qualifier: row.qualifier }),
      ...(row.trace_header === null ? {} : { traceHeader: row.trace_header }),
      payload: row.payload,
      acceptedAt: row.accepted_at,
      returns: row.returns,
    },
  }));
}
