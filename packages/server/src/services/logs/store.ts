import { randomInt } from 'node:crypto';
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { Storage } from '../../storage/storage.ts';
import type { Scope } from './rules/names.ts';
import type { GroupRow, LogsTables, StreamRow } from './tables.ts';

export interface GroupQuery {
  readonly prefix?: string;
  /** Anywhere in the name, case-sensitive. */
  readonly pattern?: string;
  readonly names?: readonly string[];
  /** Names behind this one. */
  readonly after?: string;
  readonly limit: number;
}

export interface StreamQuery {
  readonly prefix?: string;
  readonly after?: string;
  readonly descending?: boolean;
  readonly limit?: number;
}

export type NewGroup = Pick<GroupRow, 'name' | 'createdAt' | 'deletionProtected'> & {
  readonly tags: Readonly<Record<string, string>>;
};

/** Groups, streams and tags: what a caller was told exists. */
export class LogStore {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** False when the name is taken. */
  createGroup(scope: Scope, { tags, ...group }: NewGroup): Promise<boolean> {
    return this.#storage.write<LogsTables, boolean>(async (tx) => {
      if (await findGroup(tx, scope, group.name)) return false;
      const { id } = await insertGroup(tx, scope, group);
      await upsertTags(tx, id, tags);
      return true;
    });
  }

  group(scope: Scope, name: string): Promise<GroupRow | undefined> {
    return this.#storage.read<LogsTables, GroupRow | undefined>((db) => findGroup(db, scope, name));
  }

  /** By name. */
  groups(scope: Scope, query: GroupQuery): Promise<GroupRow[]> {
    return this.#storage.read<LogsTables, GroupRow[]>((db) => {
      let select = db
        .selectFrom('logsGroups')
        .selectAll()
        .where('account', '=', scope.account)
        .where('region', '=', scope.region);
      if (query.prefix) select = select.where('name', '>=', query.prefix).where('name', '<', afterPrefix(query.prefix));
      if (query.pattern) select = select.where(sql<boolean>`replace("name", ${query.pattern}, '') <> "name"`);
      if (query.names) select = select.where('name', 'in', query.names);
      if (query.after !== undefined) select = select.where('name', '>', query.after);
      return select.orderBy('name').limit(query.limit).execute();
    });
  }

  groupsWithRetention(): Promise<GroupRow[]> {
    return this.#storage.read<LogsTables, GroupRow[]>((db) =>
      db.selectFrom('logsGroups').selectAll().where('retentionDays', 'is not', null).execute(),
    );
  }

  /** With its streams and tags; the events are the event store's. */
  deleteGroup(id: number): Promise<void> {
    return this.#storage.write<LogsTables, void>(async (tx) => {
      await tx.deleteFrom('logsStreams').where('groupId', '=', id).execute();
      await tx.deleteFrom('logsTags').where('groupId', '=', id).execute();
      await tx.deleteFrom('logsGroups').where('id', '=', id).execute();
    });
  }

  updateGroup(id: number, change: Partial<Pick<GroupRow, 'retentionDays' | 'deletionProtected'>>): Promise<void> {
    return this.#storage.write<LogsTables, void>(async (tx) => {
      await tx.updateTable('logsGroups').set(change).where('id', '=', id).execute();
    });
  }

  /** In the order of their keys. */
  tags(groupId: number): Promise<Record<string, string>> {
    return this.#storage.read<LogsTables, Record<string, string>>((db) => selectTags(db, groupId));
  }

  /** Adds and replaces; false, with nothing changed, when there would be more than `limit`. */
  putTags(groupId: number, tags: Readonly<Record<string, string>>, limit: number): Promise<boolean> {
    return this.#storage.write<LogsTables, boolean>(async (tx) => {
      const merged = { ...(await selectTags(tx, groupId)), ...tags };
      if (Object.keys(merged).length > limit) return false;
      await upsertTags(tx, groupId, tags);
      return true;
    });
  }

  removeTags(groupId: number, keys: readonly string[]): Promise<void> {
    return this.#storage.write<LogsTables, void>(async (tx) => {
      if (keys.length > 0)
        await tx.deleteFrom('logsTags').where('groupId', '=', groupId).where('key', 'in', keys).execute();
    });
  }

  /** False when the name is taken. */
  createStream(groupId: number, name: string, createdAt: number): Promise<boolean> {
    return this.#storage.write<LogsTables, boolean>(async (tx) => {
      if (await findStream(tx, groupId, name)) return false;
      await insertStream(tx, groupId, name, createdAt);
      return true;
    });
  }

  stream(groupId: number, name: string): Promise<StreamRow | undefined> {
    return this.#storage.read<LogsTables, StreamRow | undefined>((db) => findStream(db, groupId, name));
  }

  /** By name. */
  streams(groupId: number, query: StreamQuery = {}): Promise<StreamRow[]> {
    return this.#storage.read<LogsTables, StreamRow[]>((db) => {
      let select = db.selectFrom('logsStreams').selectAll().where('groupId', '=', groupId);
      if (query.prefix) select = select.where('name', '>=', query.prefix).where('name', '<', afterPrefix(query.prefix));
      if (query.after !== undefined) select = select.where('name', query.descending ? '<' : '>', query.after);
      const ordered = select.orderBy('name', query.descending ? 'desc' : 'asc');
      return (query.limit === undefined ? ordered : ordered.limit(query.limit)).execute();
    });
  }

  streamsNamed(groupId: number, names: readonly string[]): Promise<StreamRow[]> {
    return this.#streamsWhere((select) => select.where('groupId', '=', groupId).where('name', 'in', names));
  }

  streamsById(ids: readonly number[]): Promise<StreamRow[]> {
    return ids.length === 0 ? Promise.resolve([]) : this.#streamsWhere((select) => select.where('id', 'in', ids));
  }

  deleteStream(id: number): Promise<void> {
    return this.#storage.write<LogsTables, void>(async (tx) => {
      await tx.deleteFrom('logsStreams').where('id', '=', id).execute();
    });
  }

  /** The stream of a group, both made when missing: as Lambda does before its first line. */
  ensureStream(scope: Scope, group: string, stream: string, now: number): Promise<StreamRow> {
    return this.#storage.write<LogsTables, StreamRow>(async (tx) => {
      const owner =
        (await findGroup(tx, scope, group)) ??
        (await insertGroup(tx, scope, { name: group, createdAt: now, deletionProtected: 0 }));
      return (await findStream(tx, owner.id, stream)) ?? (await insertStream(tx, owner.id, stream, now));
    });
  }

  #streamsWhere(narrow: (select: StreamSelect) => StreamSelect): Promise<StreamRow[]> {
    return this.#storage.read<LogsTables, StreamRow[]>((db) =>
      narrow(db.selectFrom('logsStreams').selectAll()).execute(),
    );
  }
}

type StreamSelect = SelectQueryBuilder<LogsTables, 'logsStreams', StreamRow>;
type Database = Kysely<LogsTables>;

function findGroup(db: Database, { account, region }: Scope, name: string): Promise<GroupRow | undefined> {
  return db
    .selectFrom('logsGroups')
    .selectAll()
    .where('account', '=', account)
    .where('region', '=', region)
    .where('name', '=', name)
    .executeTakeFirst();
}

function findStream(db: Database, groupId: number, name: string): Promise<StreamRow | undefined> {
  return db
    .selectFrom('logsStreams')
    .selectAll()
    .where('groupId', '=', groupId)
    .where('name', '=', name)
    .executeTakeFirst();
}

async function insertGroup(
  tx: Database,
  scope: Scope,
  group: Pick<GroupRow, 'name' | 'createdAt' | 'deletionProtected'>,
): Promise<GroupRow> {
  const row: GroupRow = { ...group, id: randomId(), account: scope.account, region: scope.region, retentionDays: null };
  await tx.insertInto('logsGroups').values(row).execute();
  return row;
}

async function insertStream(tx: Database, groupId: number, name: string, createdAt: number): Promise<StreamRow> {
  const row: StreamRow = { id: randomId(), groupId, name, createdAt };
  await tx.insertInto('logsStreams').values(row).execute();
  return row;
}

async function selectTags(db: Database, groupId: number): Promise<Record<string, string>> {
  const rows = await db
    .selectFrom('logsTags')
    .select(['key', 'value'])
    .where('groupId', '=', groupId)
    .orderBy('key')
    .execute();
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}

async function upsertTags(tx: Database, groupId: number, tags: Readonly<Record<string, string>>): Promise<void> {
  for (const [key, value] of Object.entries(tags)) {
    await tx
      .insertInto('logsTags')
      .values({ groupId, key, value })
      .onConflict((conflict) => conflict.columns(['groupId', 'key']).doUpdateSet({ value }))
      .execute();
  }
}

/** 52 random bits, so that no counter has to be shared and a number holds them exactly. */
function randomId(): number {
  return randomInt(2 ** 26) * 2 ** 26 + randomInt(2 ** 26);
}

/** The first text behind all that start with `prefix`, in the order of bytes. */
function afterPrefix(prefix: string): string {
  return `${prefix}\u{10FFFF}`;
}
