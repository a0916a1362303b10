import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sql, type Transaction } from 'kysely';
import { silentLogger } from '../../kernel/logger.ts';
import { statementContract } from '../statement.contract.ts';
import { storageContract } from '../storage.contract.ts';
import type { Migration, Storage } from '../storage.ts';
import { PostgresServer } from '../testing/postgres-server.ts';
import { openPostgresStorage } from './open-postgres-storage.ts';

let server: PostgresServer;
before(async () => {
  server = await PostgresServer.start();
});
after(() => server?.stop());

const open = async (url?: string): Promise<Storage> =>
  openPostgresStorage({ url: url ?? (await server.createDatabase()), logger: silentLogger });

storageContract('PostgreSQL', () => open());
statementContract('PostgreSQL', () => open());

type Tables = { rows: { id: number } };

const migrations: Migration[] = [
  { name: '1', up: (tx) => tx.schema.createTable('rows').addColumn('id', 'integer').execute() },
  { name: '2', up: (tx) => tx.schema.alterTable('rows').addColumn('more', 'integer').execute() },
];

const insert = (storage: Storage, id: number) =>
  storage.write(async (tx: Transaction<Tables>) => void (await tx.insertInto('rows').values({ id }).execute()));
const ids = (storage: Storage) =>
  storage.read<Tables, number[]>(async (db) =>
    (await db.selectFrom('rows').select('id').orderBy('id').execute()).map(({ id }) => id),
  );

describe('PostgreSQL alone', () => {
  test('processes that migrate at once apply each step once', async () => {
    const url = await server.createDatabase();
    const processes = await Promise.all(Array.from({ length: 4 }, () => open(url)));
    await Promise.all(processes.map((storage) => storage.migrate('rows', migrations)));
    await Promise.all(processes.map((storage) => storage.close()));
  });

  test('a unit that could not be serialised runs again', async () => {
    const storage = await open();
    await storage.migrate('rows', migrations);
    let runs = 0;
    const addCount = () =>
      storage.write(async (tx: Transaction<Tables>) => {
        runs += 1;
        const rows = await tx.selectFrom('rows').select('id').execute();
        await tx.insertInto('rows').values({ id: rows.length }).execute();
      });
    await Promise.all(Array.from({ length: 8 }, addCount));
    assert.deepEqual(await ids(storage), [0, 1, 2, 3, 4, 5, 6, 7]);
    assert.ok(runs > 8);
    await storage.close();
  });

  test('units and reads go on after the server has crashed and come back', async () => {
    const storage = await open();
    await storage.migrate('rows', migrations);
    await insert(storage, 1);
    await server.halt();
    const waiting = Promise.all([insert(storage, 2), insert(storage, 3), ids(storage)]);
    await server.resume();
    await waiting;
    assert.deepEqual(await ids(storage), [1, 2, 3]);
    await storage.close();
  });

  test('a unit whose connection dies before the commit runs again on another one', async () => {
    const storage = await open();
    await storage.migrate('rows', migrations);
    let runs = 0;
    await storage.write(async (tx: Transaction<Tables>) => {
      runs += 1;
      await tx.insertInto('rows').values({ id: runs }).execute();
      if (runs === 1) await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx);
    });
    assert.deepEqual(await ids(storage), [2]);
    await storage.close();
  });

  test('a server that cannot be reached is a platform error', async () => {
    const url = 'postgres://postgres@localhost/none?host=/nowhere';
    await assert.rejects(openPostgresStorage({ url, logger: silentLogger }), {
      name: 'PlatformError',
      message: /^PostgreSQL cannot be used: /,
    });
  });
});
