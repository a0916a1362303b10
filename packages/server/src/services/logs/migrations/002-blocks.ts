import { type Kysely, sql } from 'kysely';
import { EventPacker } from '../../../engine/logs/event-packer.ts';
import type { Migration } from '../../../storage/storage.ts';
import { EVENT_OVERHEAD_BYTES } from '../rules/batch.ts';
import type { BlockRow } from '../tables.ts';

interface OldRow {
  readonly groupId: number;
  readonly streamId: number;
  readonly timestamp: number;
  readonly seq: number;
  readonly ingestedAt: number;
  readonly message: string;
}

interface Tables {
  logsEvents: OldRow;
  logsBlocks: BlockRow;
}

const AT_ONCE = 1_000;

/** Of the telemetry database: events lie packed. The two indexes are the two ways of reading: a stream's, a group's. */
export const blocks: Migration = {
  name: '002-blocks',
  async up(tx, { types }) {
    const integer = sql.raw(types.integer);
    const statements = [
      sql`create table "logsBlocks" ("groupId" ${integer} not null, "streamId" ${integer} not null,
        "firstAt" ${integer} not null, "lastAt" ${integer} not null, "seq" ${integer} not null,
        "ingestedAt" ${integer} not null, "bytes" ${integer} not null, "events" ${sql.raw(types.bytes)} not null)`,
      sql`create index "logsBlocksOfStream" on "logsBlocks" ("streamId", "firstAt", "seq")`,
      sql`create index "logsBlocksOfGroup" on "logsBlocks" ("groupId", "firstAt", "seq")`,
    ];
    for (const statement of statements) await statement.execute(tx);
    await packOldRows(tx);
    await sql`drop table "logsEvents"`.execute(tx);
  },
};

/** A block an event: what a version before this one has kept is little. */
async function packOldRows(tx: Kysely<Tables>): Promise<void> {
  for (let offset = 0; ; offset += AT_ONCE) {
    const rows = await tx
      .selectFrom('logsEvents')
      .selectAll()
      .orderBy('streamId')
      .orderBy('timestamp')
      .orderBy('seq')
      .limit(AT_ONCE)
      .offset(offset)
      .execute();
    if (rows.length > 0) await tx.insertInto('logsBlocks').values(rows.map(toBlock)).execute();
    if (rows.length < AT_ONCE) return;
  }
}

function toBlock({ groupId, streamId, timestamp, seq, ingestedAt, message }: OldRow): BlockRow {
  const packer = new EventPacker();
  packer.add(timestamp, message);
  const { data: events, messageBytes, firstAt, lastAt } = packer.take()[0]!;
  return {
    groupId,
    streamId,
    firstAt,
    lastAt,
    seq,
    ingestedAt,
    bytes: messageBytes + EVENT_OVERHEAD_BYTES,
    events,
  };
}
