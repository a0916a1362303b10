import { sql } from 'kysely';
import { EventPacker } from '../../engine/logs/event-packer.ts';
import type { PackedEvents } from '../../engine/logs/packed-events.ts';
import type { Telemetry } from '../../storage/storage.ts';
import { type EventDatabase, type EventQuery, readEvents, type StoredEvent } from './block-reader.ts';
import { EVENT_OVERHEAD_BYTES, type InputEvent, MAX_BATCH_BYTES } from './rules/batch.ts';
import type { ActivityRow, BlockRow, EventTables } from './tables.ts';

export interface EventPage {
  /** Oldest first, whatever the direction. */
  readonly events: readonly StoredEvent[];
  /** There are more, in the direction. */
  readonly more: boolean;
}

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
  append(target: Target, packed: readonly PackedEvents[], now: number): void {
    const { blocks, activity } = this.#record(target, packed, now);
    this.#telemetry.append('logsBlocks', blocks);
    this.#telemetry.append('logsActivity', [activity]);
  }

  /** As `append`, kept when it resolves; the sequence number of the last one. */
  async appendDurably(target: Target, events: readonly InputEvent[], now: number): Promise<number> {
    const packer = new EventPacker();
    for (const { timestamp, message } of events) packer.add(timestamp, message);
    const { blocks, activity } = this.#record(target, packer.take(), now);
    await Promise.all([
      this.#telemetry.appendDurably('logsBlocks', blocks),
      this.#telemetry.appendDurably('logsActivity', [activity]),
    ]);
    return activity.lastSeq;
  }

  /** Up to 1 MB of events (GetLogEvents, FilterLogEvents: "Each page returned can contain up to 1 MB of log events"). */
  async page(query: EventQuery): Promise<EventPage> {
    if ('streamIds' in query.source && query.source.streamIds?.length === 0) return { events: [], more: false };
    return this.#telemetry.read<EventTables, EventPage>(async (db) => {
      const events: StoredEvent[] = [];
      let bytes = 0;
      let more = false;
      for await (const event of readEvents(db, query)) {
        bytes += event.bytes;
        more = events.length === query.limit || (bytes > MAX_BATCH_BYTES && events.length > 0);
        if (more) break;
        events.push(event);
      }
      return { events: query.direction === 'forward' ? events : events.toReversed(), more };
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
    packed: readonly PackedEvents[],
    now: number,
  ): { blocks: (BlockRow & Columns)[]; activity: ActivityRow & Columns } {
    const blocks = packed.map((events) => this.#blockOf(target, events, now));
    this.unfolded += 1;
    return { blocks, activity: { ...target, ...summarise(blocks), lastIngestedAt: now, lastSeq: this.#lastSeq } };
  }

  #blockOf(target: Target, packed: PackedEvents, now: number): BlockRow & Columns {
    const { data: events, count, messageBytes, firstAt, lastAt } = packed;
    const seq = Math.max(this.#lastSeq + 1, now * SEQ_PER_MS);
    this.#lastSeq = seq + count - 1;
    const bytes = messageBytes + count * EVENT_OVERHEAD_BYTES;
    return { ...target, firstAt, lastAt, seq, ingestedAt: now, bytes, events };
  }
}

export interface Target {
  readonly groupId: number;
  readonly streamId: number;
}

/** Lets rows pass as plain columns. */
type Columns = Readonly<Record<string, string | number | Uint8Array | null>>;

function summarise(blocks: readonly BlockRow[]): Pick<ActivityRow, 'bytes'> & { firstAt: number; lastAt: number } {
  let [firstAt, lastAt, bytes] = [Infinity, -Infinity, 0];
  for (const block of blocks) {
    firstAt = Math.min(firstAt, block.firstAt);
    lastAt = Math.max(lastAt, block.lastAt);
    bytes += block.bytes;
  }
  return { firstAt, lastAt, bytes };
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
