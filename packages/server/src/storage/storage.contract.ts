import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Kysely, Transaction } from 'kysely';
import { isUniqueViolation } from './constraint-violations.ts';
import { signalOnCommit } from './signals.ts';
import type { Migration, Storage } from './storage.ts';
import { insideUnit } from './inside-unit.ts';
import { find, insert, migrations, type Tables, thing } from './testing/things.ts';

/** What both engines promise. `open` gives a fresh database each time. */
export function storageContract(engine: string, open: () => Promise<Storage>): void {
  describe(`units of work on ${engine}`, () => {
    let storage: Storage;
    before(async () => {
      storage = await open();
      await storage.migrate('things', migrations);
    });
    after(() => storage.close());

    test('a unit is committed when write resolves', async () => {
      const answer = await storage.write(async (tx: Transaction<Tables>) => {
        await tx.insertInto('things').values(thing('committed', 7)).execute();
        return 'done';
      });
      assert.equal(answer, 'done');
      assert.equal((await find(storage, 'committed'))?.size, 7);
    });

    test('a unit that throws leaves nothing, and its neighbours stay', async () => {
      const units = [
        insert(storage, 'neighbour-1'),
        storage.write<Tables, void>(async (tx) => {
          await tx.insertInto('things').values(thing('thrown')).execute();
          throw new Error('on purpose');
        }),
        insert(storage, 'neighbour-2'),
      ];
      const [first, thrown, second] = await Promise.allSettled(units);
      assert.equal(first?.status, 'fulfilled');
      assert.equal(second?.status, 'fulfilled');
      assert.equal(thrown?.status === 'rejected' && thrown.reason.message, 'on purpose');
      assert.equal(await find(storage, 'thrown'), undefined);
      assert.ok(await find(storage, 'neighbour-1'));
      assert.ok(await find(storage, 'neighbour-2'));
    });

    test('a unit that throws before its first await rejects its own promise', async () => {
      const throwing = () => {
        throw new Error('at once');
      };
      await assert.rejects(storage.write<Tables, void>(throwing), /at once/);
    });

    test('a unit sees its own changes, and a read sees none of them before the commit', async () => {
      const started = Promise.withResolvers<void>();
      const own: unknown[] = [];
      const reading = new AbortController();
      const writing = storage.write<Tables, void>(async (tx) => {
        await tx.insertInto('things').values(thing('own')).execute();
        started.resolve();
        // Until the read is over, however long its connection takes.
        do own.push(await tx.selectFrom('things').select('size').where('id', '=', 'own').executeTakeFirst());
        while (!reading.signal.aborted);
      });
      await started.promise;
      const before = await find(storage, 'own').finally(() => reading.abort());
      await writing;
      assert.equal(before, undefined);
      assert.deepEqual([...new Set(own.map((row) => JSON.stringify(row)))], ['{"size":1}']);
      assert.equal((await find(storage, 'own'))?.size, 1);
    });

    test('a hundred increments at once are a hundred', async () => {
      await insert(storage, 'counter', 0);
      const increment = () =>
        storage.write<Tables, void>(async (tx) => {
          const { size } = await tx
            .selectFrom('things')
            .select('size')
            .where('id', '=', 'counter')
            .executeTakeFirstOrThrow();
          await tx
            .updateTable('things')
            .set({ size: size + 1 })
            .where('id', '=', 'counter')
            .execute();
        });
      await Promise.all(Array.from({ length: 100 }, increment));
      assert.equal((await find(storage, 'counter'))?.size, 100);
    });

    test('a unit that awaits anything but its tx is refused and rolled back', async () => {
      const other = Promise.withResolvers<void>();
      const stuck = storage.write<Tables, void>(async (tx) => {
        await tx.insertInto('things').values(thing('stuck')).execute();
        await other.promise;
        await tx.insertInto('things').values(thing('stuck-later')).execute();
      });
      const neighbour = insert(storage, 'neighbour-of-stuck');
      await assert.rejects(stuck, /a unit may await only its tx/);
      other.resolve();
      await neighbour;
      assert.equal(await find(storage, 'stuck'), undefined);
      assert.equal(await find(storage, 'stuck-later'), undefined);
      assert.ok(await find(storage, 'neighbour-of-stuck'));
    });

    test('a write or a read inside a unit is refused', async () => {
      await assert.rejects(
        storage.write<Tables, void>(() => insert(storage, 'nested')),
        /storage.write was called inside a unit/,
      );
      await assert.rejects(
        storage.write<Tables, unknown>(() => find(storage, 'nested')),
        /storage.read was called inside a unit/,
      );
      assert.equal(await find(storage, 'nested'), undefined);
    });

    test('insideUnit is true in a unit only, and not after it has ended', async () => {
      assert.equal(insideUnit(), false);
      let later: Promise<boolean> | undefined;
      const inside = await storage.write<Tables, boolean>(async (tx) => {
        await tx.selectFrom('things').select('id').execute();
        later = new Promise((resolve) => setTimeout(() => resolve(insideUnit()), 20));
        return insideUnit();
      });
      assert.equal(inside, true);
      assert.equal(await later, false);
      assert.equal(await storage.read<Tables, boolean>(async () => insideUnit()), false);
    });

    test('the tx of a unit that has ended is refused', async () => {
      const kept = await storage.write<Tables, { tx: Transaction<Tables> }>(async (tx) => ({ tx }));
      await assert.rejects(kept.tx.selectFrom('things').selectAll().execute(), /this unit is over/);
    });

    test('a unit whose query failed cannot commit, even when it catches the error', async () => {
      await insert(storage, 'taken');
      const unit = storage.write<Tables, void>(async (tx) => {
        await tx.insertInto('things').values(thing('before-failure')).execute();
        await tx
          .insertInto('things')
          .values(thing('taken'))
          .execute()
          .catch(() => undefined);
      });
      await assert.rejects(unit, isUniqueViolation);
      assert.equal(await find(storage, 'before-failure'), undefined);
    });

    test('foreign keys hold', async () => {
      const unit = storage.write<Tables, void>(async (tx) => {
        await tx.insertInto('parts').values({ thing: 'nowhere', name: 'wheel' }).execute();
      });
      await assert.rejects(unit, (error) => !isUniqueViolation(error));
    });

    test('a read sees one state however many queries it makes', async () => {
      await insert(storage, 'snapshot', 1);
      const count = (db: Kysely<Tables>) =>
        db.selectFrom('things').select('size').where('id', '=', 'snapshot').executeTakeFirst();
      const [first, second] = await storage.read(async (db: Kysely<Tables>) => {
        const before = await count(db);
        await storage.write<Tables, void>(async (tx) => {
          await tx.updateTable('things').set({ size: 2 }).where('id', '=', 'snapshot').execute();
        });
        assert.equal((await find(storage, 'snapshot'))?.size, 2);
        return [before, await count(db)];
      });
      assert.deepEqual([first, second], [{ size: 1 }, { size: 1 }]);
    });

    test('a read cannot write', async () => {
      const writing = storage.read((db: Kysely<Tables>) => db.insertInto('things').values(thing('by-read')).execute());
      await assert.rejects(writing, /read-?only/i);
    });

    test('numbers, bytes and text come back as they went', async () => {
      const row = { id: 'naïve ✓ 𝄞', size: 2 ** 53 - 1, body: new Uint8Array([0, 1, 255]), weight: 0.1 };
      await storage.write<Tables, void>(async (tx) => {
        await tx.insertInto('things').values(row).execute();
      });
      assert.deepEqual(await find(storage, row.id), row);
    });

    test('counts and sums are numbers, affected rows are told', async () => {
      await storage.write<Tables, void>(async (tx) => {
        await tx
          .insertInto('things')
          .values([thing('sum-1', 2), thing('sum-2', 3)])
          .execute();
        const updated = await tx
          .updateTable('things')
          .set({ weight: 1.5 })
          .where('id', 'like', 'sum-%')
          .executeTakeFirst();
        assert.equal(updated.numUpdatedRows, 2n);
        const removed = await tx.deleteFrom('things').where('id', '=', 'nothing').executeTakeFirst();
        assert.equal(removed.numDeletedRows, 0n);
        const returned = await tx
          .updateTable('things')
          .set({ weight: 2 })
          .where('id', '=', 'sum-1')
          .returning(['id', 'weight'])
          .execute();
        assert.deepEqual(returned, [{ id: 'sum-1', weight: 2 }]);
      });
      const totals = await storage.read((db: Kysely<Tables>) =>
        db
          .selectFrom('things')
          .select(({ fn }) => [fn.countAll<number>().as('rows'), fn.sum<number>('size').as('sum')])
          .where('id', 'like', 'sum-%')
          .executeTakeFirstOrThrow(),
      );
      assert.deepEqual(totals, { rows: 2, sum: 5 });
    });

    test('text is ordered and compared by its bytes, and like minds the case', async () => {
      const ids = ['order-a', 'order-B', 'order-_', 'order-é', 'order-Z'];
      for (const id of ids) await insert(storage, id);
      const ordered = await storage.read((db: Kysely<Tables>) =>
        db
          .selectFrom('things')
          .select('id')
          .where('id', '>=', 'order-')
          .where('id', '<', 'order.')
          .orderBy('id')
          .execute(),
      );
      assert.deepEqual(
        ordered.map(({ id }) => id),
        ['order-B', 'order-Z', 'order-_', 'order-a', 'order-é'],
      );
      const upper = await storage.read((db: Kysely<Tables>) =>
        db.selectFrom('things').select('id').where('id', 'like', 'ORDER%').execute(),
      );
      assert.deepEqual(upper, []);
    });

    test('a parameter that the engines would treat differently is refused', async () => {
      const unit = storage.write<Tables, void>(async (tx) => {
        await tx
          .insertInto('things')
          .values({ ...thing('boolean'), size: true as unknown as number })
          .execute();
      });
      await assert.rejects(unit, /query parameter \d is true/);
    });

    test('a signal is announced after the commit, and never for a unit that was rolled back', async () => {
      const heard: string[] = [];
      const stop = storage.on('topic', (detail) => heard.push(detail));
      await storage.write<Tables, void>(async (tx) => signalOnCommit(tx, 'topic', 'committed'));
      const failed = storage.write<Tables, void>(async (tx) => {
        signalOnCommit(tx, 'topic', 'rolled back');
        throw new Error('on purpose');
      });
      await assert.rejects(failed);
      stop();
      await storage.write<Tables, void>(async (tx) => signalOnCommit(tx, 'topic', 'stopped'));
      assert.deepEqual(heard, ['committed']);
    });

    test('migrations run once each, in order, whoever asks how often', async () => {
      await Promise.all([storage.migrate('things', migrations), storage.migrate('things', migrations)]);
      const applied: string[] = [];
      const step = (name: string): Migration => ({ name, up: async () => void applied.push(name) });
      await storage.migrate('other', [step('1')]);
      await storage.migrate('other', [step('1'), step('2')]);
      assert.deepEqual(applied, ['1', '2']);
    });

    test('a migration that fails leaves nothing behind and is tried again', async () => {
      const table: Migration = {
        name: '1',
        up: (tx) => tx.schema.createTable('half').addColumn('id', 'integer').execute(),
      };
      const broken: Migration = { name: '2', up: () => Promise.reject(new Error('broken')) };
      await assert.rejects(storage.migrate('half', [table, broken]), /broken/);
      await storage.migrate('half', [table]);
    });
  });
}
