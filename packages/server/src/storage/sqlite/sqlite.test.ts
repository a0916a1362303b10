import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { CompiledQuery, sql, type Transaction } from 'kysely';
import { silentLogger } from '../../kernel/logger.ts';
import { statementContract } from '../statement.contract.ts';
import { storageContract } from '../storage.contract.ts';
import { type Durability, SqliteConnection } from './connection.ts';
import { openSqliteStorage } from './open-sqlite-storage.ts';

const directory = mkdtempSync(join(tmpdir(), 'hearth-test-'));
after(() => rmSync(directory, { recursive: true }));

storageContract('SQLite', async () =>
  openSqliteStorage({ file: join(directory, 'state.db'), durability: 'process', logger: silentLogger }),
);

statementContract('SQLite', async () =>
  openSqliteStorage({ file: join(directory, 'statements.db'), durability: 'process', logger: silentLogger }),
);

describe('SQLite alone', () => {
  const connect = (durability: Durability) =>
    new SqliteConnection({ file: join(directory, 'connection.db'), durability });

  test('a commit is synced to the disk only with durability power', () => {
    const synchronous = (durability: Durability) => {
      const connection = connect(durability);
      const { rows } = connection.execute(CompiledQuery.raw('pragma synchronous'));
      connection.close();
      return rows;
    };
    assert.deepEqual(synchronous('process'), [{ synchronous: 1 }]);
    assert.deepEqual(synchronous('power'), [{ synchronous: 2 }]);
  });

  test('several statements in one query are refused, not cut short', () => {
    const connection = connect('process');
    assert.throws(() => connection.execute(CompiledQuery.raw('select 1; select 2')), /one statement a query/);
    assert.deepEqual(connection.execute(CompiledQuery.raw('select 1 as one; ')).rows, [{ one: 1 }]);
    connection.close();
  });

  test('a file that is no database is a platform error', () => {
    const file = join(directory, 'no.db');
    writeFileSync(file, 'this is not a database, and long enough to be seen as something else than an empty one');
    assert.throws(() => openSqliteStorage({ file, durability: 'process', logger: silentLogger }), {
      name: 'PlatformError',
    });
  });

  test('units that arrive together share one commit, and its failure', async () => {
    const storage = openSqliteStorage({
      file: join(directory, 'shared.db'),
      durability: 'process',
      logger: silentLogger,
    });
    const up = async (tx: Transaction<unknown>) => {
      await sql`create table rows (id integer primary key, parent integer references rows (id) deferrable initially deferred)`.execute(
        tx,
      );
    };
    await storage.migrate('rows', [{ name: '1', up }]);
    const insert = (id: number, parent: number | null) =>
      storage.write(
        async (tx: Transaction<Tables>) => void (await tx.insertInto('rows').values({ id, parent }).execute()),
      );
    const outcomes = await Promise.allSettled([insert(1, null), insert(2, 99), insert(3, null)]);
    for (const outcome of outcomes)
      assert.match(outcome.status === 'rejected' ? outcome.reason.message : '', /could not be committed/);
    await insert(4, null);
    const ids = await storage.read<Tables, unknown>((db) => db.selectFrom('rows').select('id').execute());
    assert.deepEqual(ids, [{ id: 4 }]);
    await storage.close();
  });

  test('a long queue of units is committed in several groups, and the event loop gets its turn between them', async () => {
    const storage = openSqliteStorage({
      file: join(directory, 'long.db'),
      durability: 'process',
      logger: silentLogger,
    });
    await storage.migrate('rows', [
      { name: '1', up: (tx) => tx.schema.createTable('rows').addColumn('id', 'integer').execute() },
    ]);
    let turns = 0;
    let counting = true;
    const turn = () => {
      turns += 1;
      if (counting) setImmediate(turn);
    };
    setImmediate(turn);
    const busy = (id: number) =>
      storage.write(async (tx: Transaction<Tables>) => {
        for (const end = performance.now() + 5; performance.now() < end;);
        await tx.insertInto('rows').values({ id }).execute();
      });
    await Promise.all(Array.from({ length: 20 }, (_, id) => busy(id)));
    counting = false;
    assert.ok(turns >= 4);
    await storage.close();
  });
});

type Tables = { rows: { id: number; parent?: number | null } };
