import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Kysely } from 'kysely';
import { statement } from './statement.ts';
import type { Storage } from './storage.ts';
import { find, insert, migrations, type Tables } from './testing/things.ts';

/** What both engines promise of statements that are compiled once. `open` gives a fresh database. */
export function statementContract(engine: string, open: () => Promise<Storage>): void {
  describe(`statements on ${engine}`, () => {
    let storage: Storage;
    before(async () => {
      storage = await open();
      await storage.migrate('things', migrations);
    });
    after(() => storage.close());

    test('a statement finds rows by its parameters, outside of units and inside', async () => {
      const bySize = statement((db: Kysely<Tables>, { size, prefix }: { size: number; prefix: string }) =>
        db
          .selectFrom('things')
          .select(['id', 'size'])
          .where('size', '>=', size)
          .where('id', 'like', prefix)
          .orderBy('id'),
      );
      for (const size of [1, 2, 3]) await insert(storage, `stated-${size}`, size);
      const large = [
        { id: 'stated-2', size: 2 },
        { id: 'stated-3', size: 3 },
      ];
      assert.deepEqual(await storage.all(bySize, { size: 2, prefix: 'stated-%' }), large);
      assert.deepEqual(await storage.first(bySize, { size: 3, prefix: 'stated-%' }), large[1]);
      assert.equal(await storage.first(bySize, { size: 4, prefix: 'stated-%' }), undefined);
      const inUnit = await storage.write<Tables, unknown>((tx) => bySize.all(tx, { size: 2, prefix: 'stated-%' }));
      const inRead = await storage.read<Tables, unknown>((db) => bySize.all(db, { size: 2, prefix: 'stated-%' }));
      assert.deepEqual([inUnit, inRead], [large, large]);
    });

    test('a statement writes in a unit, is undone with it, and is refused as a read', async () => {
      const add = statement((db: Kysely<Tables>, { id, body }: { id: string; body: Uint8Array }) =>
        db.insertInto('things').values({ id, size: 5, body, weight: null }),
      );
      const body = new Uint8Array([0, 255]);
      assert.equal(await storage.write<Tables, number>((tx) => add.run(tx, { id: 'added', body })), 1);
      const undone = storage.write<Tables, void>(async (tx) => {
        await add.run(tx, { id: 'not-added', body });
        throw new Error('on purpose');
      });
      await assert.rejects(undone, /on purpose/);
      assert.deepEqual(await find(storage, 'added'), { id: 'added', size: 5, body, weight: null });
      assert.equal(await find(storage, 'not-added'), undefined);
      await assert.rejects(storage.all(add, { id: 'read', body }), /a read must be a select/);
    });

    test('a statement sees what was committed last, also during a longer read, and nothing of a unit under way', async () => {
      const sizeOf = statement((db: Kysely<Tables>, { id }: { id: string }) =>
        db.selectFrom('things').select('size').where('id', '=', id),
      );
      await insert(storage, 'stated', 1);
      const started = Promise.withResolvers<void>();
      const observer = { isDone: false };
      const seen = await storage.read<Tables, unknown[]>(async (db) => {
        const before = await sizeOf.first(db, { id: 'stated' });
        const writing = storage.write<Tables, void>(async (tx) => {
          await tx.updateTable('things').set({ size: 2 }).where('id', '=', 'stated').execute();
          started.resolve();
          while (!observer.isDone) await sizeOf.first(tx, { id: 'stated' });
        });
        await started.promise;
        const meanwhile = await storage.first(sizeOf, { id: 'stated' });
        observer.isDone = true;
        await writing;
        return [
          before,
          meanwhile,
          await storage.first(sizeOf, { id: 'stated' }),
          await sizeOf.first(db, { id: 'stated' }),
        ];
      });
      assert.deepEqual(seen, [{ size: 1 }, { size: 1 }, { size: 2 }, { size: 1 }]);
      await assert.rejects(
        storage.write<Tables, unknown>(() => storage.first(sizeOf, { id: 'stated' })),
        /storage.first was called inside a unit/,
      );
    });
  });
}
