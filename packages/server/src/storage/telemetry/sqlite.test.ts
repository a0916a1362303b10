import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { jsonLogger } from '../../kernel/logger.ts';
import { openSqliteStorage } from '../sqlite/open-sqlite-storage.ts';
import { openSqliteTelemetry } from './open-sqlite-telemetry.ts';
import { telemetryContract } from './telemetry.contract.ts';
import { WorkerWriter } from './worker-writer.ts';

const directory = mkdtempSync(join(tmpdir(), 'hearth-test-'));
after(() => rmSync(directory, { recursive: true }));
let files = 0;
const newFile = () => join(directory, `${++files}.db`);

telemetryContract('SQLite', async (options) =>
  openSqliteTelemetry({ ...options, file: newFile(), durability: 'process' }),
);

test('a worker that dies rejects what it was writing, and another one takes over', async () => {
  const written: string[] = [];
  const logger = jsonLogger('error', (line) => written.push(line));
  const file = newFile();
  const storage = openSqliteStorage({ file, durability: 'process', logger });
  const id = (rows: number[]) => [{ table: 'rows', rows: rows.map((value) => ({ id: value })), durable: true }];
  await storage.migrate('rows', [
    { name: '1', up: (tx) => tx.schema.createTable('rows').addColumn('id', 'integer').execute() },
  ]);
  const writer = new WorkerWriter({ file, durability: 'process' }, logger);
  await writer.write(id([1]));
  const worker = writer.worker!;
  const ended = once(worker, 'exit');
  const dying = writer.write(id(Array.from({ length: 200_000 }, (_, index) => index)));
  void worker.terminate();
  await assert.rejects(dying, /the telemetry worker ended/);
  await ended;
  assert.match(written.join(''), /the telemetry worker ended; the next batch starts another/);
  assert.deepEqual(await writer.write(id([2])), [{ error: null, dropped: 0 }]);
  await writer.stop();
  await storage.close();
});
