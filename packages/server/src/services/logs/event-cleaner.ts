import type { EventDatabase } from './block-reader.ts';
import { sumActivity, sumOfBytes } from './event-store.ts';
import type { Telemetry } from '../../storage/storage.ts';
import type { ActivityRow, EventTables } from './tables.ts';

/** Takes events away: with their group or stream, by age, and what was left behind. */
export class EventCleaner {
  readonly #telemetry: Telemetry;

  constructor(telemetry: Telemetry) {
    this.#telemetry = telemetry;
  }

  deleteGroup(groupId: number): Promise<void> {
    return this.#write(async (tx) => {
      await tx.deleteFrom('logsBlocks').where('groupId', '=', groupId).execute();
      await tx.deleteFrom('logsActivity').where('groupId', '=', groupId).execute();
    });
  }

  deleteStream(groupId: number, streamId: number): Promise<void> {
    return this.#write(async (tx) => {
      await tx.deleteFrom('logsBlocks').where('streamId', '=', streamId).execute();
      await tx.deleteFrom('logsActivity').where('groupId', '=', groupId).where('streamId', '=', streamId).execute();
    });
  }

  /** Removes the group's blocks that are older than `before` (epoch milliseconds) with all their events. */
  expire(groupId: number, before: number): Promise<void> {
    return this.#write(async (tx) => {
      const expired = tx.selectFrom('logsBlocks').where('groupId', '=', groupId).where('lastAt', '<', before);
      const removed = await expired
        .select(['streamId', sumOfBytes.as('bytes')])
        .groupBy('streamId')
        .execute();
      await tx.deleteFrom('logsBlocks').where('groupId', '=', groupId).where('lastAt', '<', before).execute();
      for (const { streamId, bytes } of removed) await shrink(tx, groupId, streamId, bytes);
    });
  }

  /** Folds the rows of each stream into one. */
  foldActivity(): Promise<void> {
    return this.#write(async (tx) => {
      const folded = await sumActivity(tx)
        .having((row) => row.fn.countAll(), '>', 1)
        .execute();
      for (const row of folded) await replaceActivity(tx, row);
    });
  }

  /** The streams that events are there of. */
  streamsWithEvents(): Promise<{ groupId: number; streamId: number }[]> {
    return this.#telemetry.read<EventTables, { groupId: number; streamId: number }[]>((db) =>
      db.selectFrom('logsActivity').select(['groupId', 'streamId']).distinct().execute(),
    );
  }

  #write(unit: (tx: EventDatabase) => Promise<void>): Promise<void> {
    return this.#telemetry.write<EventTables, void>(unit);
  }
}

async function shrink(tx: EventDatabase, groupId: number, streamId: number, bytes: number): Promise<void> {
  const row = await sumActivity(tx).where('groupId', '=', groupId).where('streamId', '=', streamId).executeTakeFirst();
  if (!row) return;
  const left = await tx
    .selectFrom('logsBlocks')
    .select((block) => [
      block.fn.min<number | null>('firstAt').as('firstAt'),
      block.fn.max<number | null>('lastAt').as('lastAt'),
    ])
    .where('streamId', '=', streamId)
    .executeTakeFirstOrThrow();
  await replaceActivity(tx, { ...row, ...left, bytes: row.bytes - bytes });
}

async function replaceActivity(tx: EventDatabase, row: ActivityRow): Promise<void> {
  await tx.deleteFrom('logsActivity').where('groupId', '=', row.groupId).where('streamId', '=', row.streamId).execute();
  await tx.insertInto('logsActivity').values(row).execute();
}
