import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Kysely, sql, type Transaction } from 'kysely';
import { jsonLogger, type Logger } from '../../kernel/logger.ts';
import type { Migration, Telemetry } from '../storage.ts';
import type { BatchLimits } from './batch-queue.ts';

interface Tables {
  lines: { id: number; text: string };
}

const migrations: Migration[] = [
  {
    name: '001-lines',
    async up(tx, { types }) {
      await tx.schema
        .createTable('lines')
        .addColumn('id', sql.raw(types.integer), (column) => column.primaryKey())
        .addColumn('text', sql.raw(types.text), (column) => column.notNull())
        .execute();
    },
  },
];

export type OpenTelemetry = (options: { readonly logger: Logger; readonly limits?: BatchLimits }) => Promise<Telemetry>;

/** What both engines promise. `open` gives a fresh database each time. */
export function telemetryContract(engine: string, open: OpenTelemetry): void {
  describe(`telemetry on ${engine}`, () => {
    const written: string[] = [];
    const logger = jsonLogger('warn', (line) => written.push(line));
    let telemetry: Telemetry;
    before(async () => {
      telemetry = await open({ logger });
      await telemetry.migrate('lines', migrations);
    });
    after(() => telemetry.close());

    const idsBetween = (from: number, to: number, of = telemetry) =>
      of.read(async (db: Kysely<Tables>) => {
        const rows = await db
          .selectFrom('lines')
          .select('id')
          .where('id', '>=', from)
          .where('id', '<=', to)
          .orderBy('id')
          .execute();
        return rows.map(({ id }) => id);
      });

    test('a read sees everything that was appended before it', async () => {
      telemetry.append('lines', [{ id: 1, text: 'one' }]);
      telemetry.append('lines', [
        { id: 2, text: 'two' },
        { id: 3, text: 'three' },
      ]);
      assert.deepEqual(await idsBetween(1, 9), [1, 2, 3]);
    });

    test('rows are written without anyone reading', async () => {
      telemetry.append('lines', [{ id: 10, text: 'later' }]);
      await telemetry.appendDurably('lines', [{ id: 11, text: 'with it' }]);
      assert.deepEqual(await idsBetween(10, 11), [10, 11]);
    });

    test('appendDurably is all or nothing, and rejects only its own caller', async () => {
      const bad = telemetry.appendDurably('lines', [
        { id: 20, text: 'fine' },
        { id: 1, text: 'taken' },
      ]);
      const good = telemetry.appendDurably('lines', [{ id: 21, text: 'fine' }]);
      await assert.rejects(bad, /rows for lines could not be written: .*(UNIQUE|unique)/);
      await good;
      assert.deepEqual(await idsBetween(20, 29), [21]);
    });

    test('a row that cannot be written is dropped alone, with a warning', async () => {
      written.length = 0;
      telemetry.append('lines', [
        { id: 30, text: 'a' },
        { id: 1, text: 'taken' },
        { id: 31, text: 'b' },
      ]);
      telemetry.append('nowhere', [{ id: 1 }]);
      telemetry.append('lines', [{ id: 32, text: 'c' }]);
      assert.deepEqual(await idsBetween(30, 39), [30, 31, 32]);
      assert.match(written.join(''), /1 telemetry rows for lines could not be written/);
      assert.match(written.join(''), /1 telemetry rows for nowhere could not be written/);
    });

    test('thousands of rows arrive, each once', async () => {
      const ids = Array.from({ length: 10_000 }, (_, index) => 1_000 + index);
      for (const id of ids) telemetry.append('lines', [{ id, text: `line ${id}` }]);
      assert.deepEqual(await idsBetween(1_000, 20_000), ids);
    });

    test('a write deletes what was appended before it', async () => {
      telemetry.append('lines', [{ id: 40, text: 'old' }]);
      const { numDeletedRows } = await telemetry.write((tx: Transaction<Tables>) =>
        tx.deleteFrom('lines').where('id', '=', 40).executeTakeFirstOrThrow(),
      );
      assert.equal(numDeletedRows, 1n);
    });

    test('when rows come too fast the oldest are dropped with a warning, but never durable ones', async () => {
      written.length = 0;
      const small = await open({
        logger,
        limits: { flushMs: 60_000, flushBytes: 1_048_576, flushRows: 1_000_000, queuedBytes: 20_000 },
      });
      await small.migrate('lines', migrations);
      const durable = small.appendDurably('lines', [{ id: 0, text: 'x'.repeat(5_000) }]);
      for (let id = 1; id <= 500; id++) small.append('lines', [{ id, text: 'x'.repeat(500) }]);
      await durable;
      const ids = await idsBetween(0, 500, small);
      assert.equal(ids[0], 0);
      assert.equal(ids.at(-1), 500);
      assert.ok(ids.length < 50);
      assert.match(written.join(''), /telemetry rows were dropped/);
      await small.close();
    });

    test('closing writes what is queued', async () => {
      const other = await open({ logger });
      await other.migrate('lines', migrations);
      const seen = other.appendDurably('lines', [{ id: 1, text: 'last' }]);
      await other.close();
      await seen;
    });
  });
}
