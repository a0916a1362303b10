/**
 * Units of work on SQLite: group commit with 64 clients against one by one, and point reads through Kysely, built each
 * time or compiled once, against raw `node:sqlite`. Run: node bench/storage.ts [process|power]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { silentLogger } from '../packages/server/src/kernel/logger.ts';
import type { Durability } from '../packages/server/src/storage/sqlite/connection.ts';
import { openSqliteStorage } from '../packages/server/src/storage/sqlite/open-sqlite-storage.ts';
import { statement } from '../packages/server/src/storage/statement.ts';
import type { Storage } from '../packages/server/src/storage/storage.ts';

type Tables = { rows: { id: string; value: number } };

const rowById = statement((db: Kysely<Tables>, { id }: { id: string }) =>
  db.selectFrom('rows').selectAll().where('id', '=', id),
);

const CLIENTS = 64;
const ROWS = 10_000;
const MEASURED_MS = 2_000;

const durability: Durability = process.argv[2] === 'power' ? 'power' : 'process';
const directory = mkdtempSync(join(tmpdir(), 'hearth-bench-'));
const file = join(directory, 'state.db');
const storage = openSqliteStorage({ file, durability, logger: silentLogger });

try {
  await fill(storage);
  await perSecond(1, writeOne);
  const alone = await perSecond(1, writeOne);
  const together = await perSecond(CLIENTS, writeOne);
  const read = await perSecond(1, readOne);
  const compiled = await perSecond(
    1,
    async (count) => void (await storage.first(rowById, { id: `row-${count % ROWS}` })),
  );
  const raw = rawReads(new DatabaseSync(file, { readOnly: true }));
  report('units/s, one client', alone);
  report(`units/s, ${CLIENTS} clients`, together, `${(together / alone).toFixed(1)} x`);
  report('point reads/s, raw node:sqlite', raw, `${(1e6 / raw).toFixed(1)} us`);
  report('point reads/s, storage.first', compiled, `${(1e6 / compiled).toFixed(1)} us`);
  report('point reads/s, storage.read', read, `${(1e6 / read).toFixed(1)} us`);
} finally {
  await storage.close();
  rmSync(directory, { recursive: true });
}

async function fill(into: Storage): Promise<void> {
  const up = (tx: Parameters<Parameters<Storage['write']>[0]>[0]) =>
    tx.schema
      .createTable('rows')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('value', 'integer')
      .execute();
  await into.migrate('rows', [{ name: '1', up }]);
  const insert = (index: number) =>
    into.write<Tables, void>(
      async (tx) =>
        void (await tx
          .insertInto('rows')
          .values({ id: `row-${index}`, value: index })
          .execute()),
    );
  await Promise.all(Array.from({ length: ROWS }, (_, index) => insert(index)));
}

async function writeOne(count: number): Promise<void> {
  await storage.write<Tables, void>(async (tx) => {
    await tx
      .updateTable('rows')
      .set({ value: count })
      .where('id', '=', `row-${count % ROWS}`)
      .execute();
  });
}

async function readOne(count: number): Promise<void> {
  await storage.read<Tables, unknown>((db) =>
    db
      .selectFrom('rows')
      .selectAll()
      .where('id', '=', `row-${count % ROWS}`)
      .executeTakeFirst(),
  );
}

/** How often `work` ends in a second when `clients` do it over and over. */
async function perSecond(clients: number, work: (count: number) => Promise<void>): Promise<number> {
  const begin = performance.now();
  let count = 0;
  const client = async () => {
    while (performance.now() - begin < MEASURED_MS) await work(count++);
  };
  await Promise.all(Array.from({ length: clients }, client));
  return (count / (performance.now() - begin)) * 1000;
}

function rawReads(database: DatabaseSync): number {
  const statement = database.prepare('select * from rows where id = ?');
  const begin = performance.now();
  let count = 0;
  for (; performance.now() - begin < MEASURED_MS; count++) statement.all(`row-${count % ROWS}`);
  database.close();
  return (count / (performance.now() - begin)) * 1000;
}

function report(what: string, perSecondMeasured: number, note = ''): void {
  console.log(`${what.padEnd(34)} ${Math.round(perSecondMeasured).toLocaleString('en').padStart(10)} ${note}`);
}
