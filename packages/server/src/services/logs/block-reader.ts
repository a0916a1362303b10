import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { unpackEvents } from '../../engine/logs/event-packer.ts';
import { MAX_PACKED_SPAN_MS } from '../../engine/logs/packed-events.ts';
import { eventBytes } from './rules/batch.ts';
import type { Position } from './rules/position.ts';
import type { BlockRow, EventTables } from './tables.ts';

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

export interface StoredEvent extends Position {
  readonly streamId: number;
  /** Epoch milliseconds. */
  readonly ingestedAt: number;
  readonly message: string;
  readonly bytes: number;
}

export type EventDatabase = Kysely<EventTables>;

/** SQL of up to this many stream ids; beyond, the whole group is read and the reader picks. */
const MAX_LISTED_STREAMS = 5_000;
/** At 64 KB each at the most: about what a page of 1 MB takes. */
const BLOCKS_AT_ONCE = 16;

/** Events of a query in its direction, unpacked as far as they are asked for. */
export async function* readEvents(db: EventDatabase, query: EventQuery): AsyncGenerator<StoredEvent> {
  const sign = query.direction === 'forward' ? 1 : -1;
  const inOrder = (a: Position, b: Position) => sign * (a.timestamp - b.timestamp || a.seq - b.seq);
  let waiting: StoredEvent[] = [];
  for await (const block of readBlocks(db, query)) {
    // Blocks come by their beginnings, and one of another stream may begin before the last one ended.
    const settled = waiting.findIndex((event) => !isBeforeAllOf(event, block, sign));
    const ready = settled < 0 ? waiting : waiting.slice(0, settled);
    yield* ready;
    waiting = waiting.slice(ready.length);
    for (const event of eventsOf(block)) if (isWanted(event, query, inOrder)) waiting.push(event);
    waiting.sort(inOrder);
  }
  yield* waiting;
}

/** Whether an event comes before everything in a block and in all blocks behind it. */
function isBeforeAllOf({ timestamp }: StoredEvent, { firstAt }: BlockRow, sign: number): boolean {
  return sign > 0 ? timestamp < firstAt : timestamp >= firstAt + MAX_PACKED_SPAN_MS;
}

function isWanted(event: StoredEvent, { from, to, start }: EventQuery, inOrder: (a: Position, b: Position) => number) {
  if (event.timestamp < from || (to !== undefined && event.timestamp > to)) return false;
  return start === undefined || inOrder(event, start) > 0;
}

function eventsOf({ streamId, seq, ingestedAt, events }: BlockRow): StoredEvent[] {
  return unpackEvents(events).map(({ timestamp, message }, index) => ({
    streamId,
    timestamp,
    seq: seq + index,
    ingestedAt,
    message,
    bytes: eventBytes(message),
  }));
}

async function* readBlocks(db: EventDatabase, query: EventQuery): AsyncGenerator<BlockRow> {
  const order = query.direction === 'forward' ? 'asc' : 'desc';
  for (let offset = 0; ; offset += BLOCKS_AT_ONCE) {
    const blocks = await matching(db, query)
      .selectAll()
      .orderBy('firstAt', order)
      .orderBy('seq', order)
      .limit(BLOCKS_AT_ONCE)
      .offset(offset)
      .execute();
    yield* blocks;
    if (blocks.length < BLOCKS_AT_ONCE) return;
  }
}

type BlockSelect = SelectQueryBuilder<EventTables, 'logsBlocks', object>;

/** Blocks that may hold what is asked for. */
function matching(db: EventDatabase, { source, from, to, start, direction }: EventQuery): BlockSelect {
  const after = direction === 'forward' && start ? Math.max(from, start.timestamp) : from;
  const until = direction === 'backward' && start ? Math.min(to ?? Infinity, start.timestamp) : to;
  let select: BlockSelect = db
    .selectFrom('logsBlocks')
    .where('firstAt', '>', after - MAX_PACKED_SPAN_MS)
    .where('lastAt', '>=', after);
  if (until !== undefined) select = select.where('firstAt', '<=', until);
  if ('streamId' in source) return select.where('streamId', '=', source.streamId);
  select = select.where('groupId', '=', source.groupId);
  if (!source.streamIds || source.streamIds.length > MAX_LISTED_STREAMS) return select;
  // The sum keeps SQLite from the streams' index, whose blocks it would have to sort.
  return select.where(sql<boolean>`"streamId" + 0 in (${sql.join(source.streamIds)})`);
}
