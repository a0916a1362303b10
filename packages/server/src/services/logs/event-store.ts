import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { Telemetry } from '../../storage/storage.ts';
import { eventBytes, type InputEvent, MAX_BATCH_BYTES } from './rules/batch.ts';
import type { Position } from './rules/position.ts';
import type { ActivityRow, EventRow, EventTables } from './tables.ts';

export type EventSource =
  | { readonly streamId: number }
  | { readonly groupId: number; readonly streamIds?: readonly number[] };

export interface EventQuery {
  readonly source: EventSource;
  /** Epoch milliseconds, both included. */
  readonly from: number;
  readonly to?: number;
  readonly direction: 'forward' | 'backward';
  /** Reading starts behind it, in the direction. */
  readonly start?: Position;
  readonly limit: number;
}

export type StoredEvent = Pick<EventRow, 'streamId' | 'timestamp' | 'seq' | 'ingestedAt' | 'message' | 'bytes'>;

export interface EventPage {
  /** Oldest first, whatever the direction. */
  readonly events: readonly StoredEvent[];
  /** There are more, in the direction. */
  readonly more: boolean;
}

type EventKey = Pick<EventRow, 'timestamp' | 'seq' | 'bytes'>;
export type EventDatabase = Kysely<EventTables>;

/** SQL of up to this many stream ids; beyond, the whole group is read and the reader picks. */
const MAX_LISTED_STREAMS = 5_000;
/** Sequence numbers to a millisecond: the result stays below 2^53 until the year 2039. */
const SEQ_PER_MS = 4_096;

/** Events and what streams have received, in the host's telemetry. */
export class EventStore {
  /** Rows of activity written since they were last folded. */
  unfolded = 0;
  readonly #telemetry: Telemetry;
  #lastSeq = 0;

  constructor(telemetry: Telemetry) {
    this.#telemetry = telemetry;
  }

  /** Queues events of one stream. */
  append(target: Target, events: readonly InputEvent[], now: number): void {
    const { rows, activity } = this.#record(target, events, now);
    this.#telemetry.append('logsEvents', rows);
    this.#telemetry.append('logsActivity', [activity]);
  }

  /** As `append`, kept when it resolves; the sequence number of the last one. */
  async appendDurably(target: Target, events: readonly InputEvent[], now: number): Promise<number> {
    const { rows, activity } = this.#record(target, events, now);
    await Promise.all([
      this.#telemetry.appendDurably('logsEvents', rows),
      this.#telemetry.appendDurably('logsActivity', [activity]),
    ]);
    return activity.lastSeq;
  }

  /** Up to 1 MB of events (GetLogEvents, FilterLogEvents: "Each page returned can contain up to 1 MB of log events"). */
  async page(query: EventQuery): Promise<EventPage> {
    if ('streamIds' in query.source && query.source.streamIds?.length === 0) return { events: [], more: false };
    return this.#telemetry.read<EventTables, EventPage>(async (db) => {
      const keys = await selectKeys(db, query);
      const fitting = takeFitting(keys.slice(0, query.limit));
      const last = fitting.at(-1);
      if (!last) return { events: [], more: false };
      const events = await selectEvents(db, query, last, fitting.length);
      return {
        events: query.direction === 'forward' ? events : events.toReversed(),
        more: keys.length > fitting.length,
      };
    });
  }

  /** What the streams of a group have received; those that never had an event are missing. */
  async activity(groupId: number): Promise<Map<number, ActivityRow>> {
    const rows = await this.#telemetry.read<EventTables, ActivityRow[]>((db) =>
      sumActivity(db).where('groupId', '=', groupId).execute(),
    );
    return new Map(rows.map((row) => [row.streamId, row]));
  }

  async storedBytes(groupIds: readonly number[]): Promise<Map<number, number>> {
    if (groupIds.length === 0) return new Map();
    const rows = await this.#telemetry.read<EventTables, { groupId: number; bytes: number }[]>((db) =>
      db
        .selectFrom('logsActivity')
        .select(['groupId', sumOfBytes.as('bytes')])
        .where('groupId', 'in', groupIds)
        .groupBy('groupId')
        .execute(),
    );
    return new Map(rows.map(({ groupId, bytes }) => [groupId, bytes]));
  }

  #record(
    target: Target,
    events: readonly InputEvent[],
    now: number,
  ): { rows: (EventRow & Columns)[]; activity: ActivityRow & Columns } {
    const rows = events.map(({ timestamp, message }) => ({
      ...target,
      timestamp,
      seq: (this.#lastSeq = Math.max(this.#lastSeq + 1, now * SEQ_PER_MS)),
      ingestedAt: now,
      bytes: eventBytes(message),
      message: storable(message),
    }));
    this.unfolded += 1;
    return { rows, activity: { ...target, ...summarise(rows), lastIngestedAt: now, lastSeq: this.#lastSeq } };
  }
}

export interface Target {
  readonly groupId: number;
  readonly streamId: number;
}

/** Lets rows pass as plain columns. */
type Columns = Readonly<Record<string, string | number | null>>;

function summarise(rows: readonly EventRow[]): Pick<ActivityRow, 'bytes'> & { firstAt: number; lastAt: number } {
  let [firstAt, lastAt, bytes] = [Infinity, -Infinity, 0];
  for (const row of rows) {
    firstAt = Math.min(firstAt, row.timestamp);
    lastAt = Math.max(lastAt, row.timestamp);
    bytes += row.bytes;
  }
  return { firstAt, lastAt, bytes };
}

/** PostgreSQL's text holds no NUL: it is kept visible. */
function storable(message: string): string {
  return message.includes('\0') ? message.replaceAll('\0', '\u2400') : message;
}

/** Sizes first: ten thousand events may be ten gigabytes. One more than the limit tells whether there are more. */
function selectKeys(db: EventDatabase, query: EventQuery): Promise<EventKey[]> {
  return ordered(matching(db, query), query.direction)
    .select(['timestamp', 'seq', 'bytes'])
    .limit(query.limit + 1)
    .execute();
}

function selectEvents(db: EventDatabase, query: EventQuery, last: Position, count: number): Promise<StoredEvent[]> {
  const bound = sql<boolean>`("timestamp", "seq") ${sql.raw(query.direction === 'forward' ? '<=' : '>=')} (${last.timestamp}, ${last.seq})`;
  return ordered(matching(db, query).where(bound), query.direction)
    .select(['streamId', 'timestamp', 'seq', 'ingestedAt', 'message', 'bytes'])
    .limit(count)
    .execute();
}

function takeFitting(keys: readonly EventKey[]): readonly EventKey[] {
  let bytes = 0;
  const tooMuch = keys.findIndex((key, index) => (bytes += key.bytes) > MAX_BATCH_BYTES && index > 0);
  return tooMuch < 0 ? keys : keys.slice(0, tooMuch);
}

type EventSelect = SelectQueryBuilder<EventTables, 'logsEvents', object>;

function matching(db: EventDatabase, { source, from, to, start, direction }: EventQuery): EventSelect {
  let select: EventSelect = db.selectFrom('logsEvents').where('timestamp', '>=', from);
  if ('streamId' in source) select = select.where('streamId', '=', source.streamId);
  else select = select.where('groupId', '=', source.groupId);
  if ('streamIds' in source && source.streamIds && source.streamIds.length <= MAX_LISTED_STREAMS) {
    // The sum keeps SQLite from the streams' index, whose events it would have to sort.
    select = select.where(sql<boolean>`"streamId" + 0 in (${sql.join(source.streamIds)})`);
  }
  if (to !== undefined) select = select.where('timestamp', '<=', to);
  if (!start) return select;
  return select.where(
    sql<boolean>`("timestamp", "seq") ${sql.raw(direction === 'forward' ? '>' : '<')} (${start.timestamp}, ${start.seq})`,
  );
}

function ordered(select: EventSelect, direction: 'forward' | 'backward'): EventSelect {
  const order = direction === 'forward' ? 'asc' : 'desc';
  return select.orderBy('timestamp', order).orderBy('seq', order);
}

/** PostgreSQL's sum of bigint is a numeric, which arrives as text. */
export const sumOfBytes = sql<number>`cast(sum("bytes") as bigint)`;

export function sumActivity(db: EventDatabase) {
  return db
    .selectFrom('logsActivity')
    .select((row) => [
      'groupId',
      'streamId',
      row.fn.min<number | null>('firstAt').as('firstAt'),
      row.fn.max<number | null>('lastAt').as('lastAt'),
      row.fn.max<number>('lastIngestedAt').as('lastIngestedAt'),
      row.fn.max<number>('lastSeq').as('lastSeq'),
      sumOfBytes.as('bytes'),
    ])
    .groupBy(['groupId', 'streamId']);
}
