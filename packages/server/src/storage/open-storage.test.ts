import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLogger } from '../kernel/logger.ts';
import { openStorage } from './open-storage.ts';

test('a database that is not PostgreSQL is refused before anything is opened', async () => {
  for (const databaseUrl of ['mysql://user:secret@host/db', 'hearth', 'localhost:5432/hearth'])
    await assert.rejects(
      openStorage({
        databaseUrl,
        stateFile: '/nowhere/state.db',
        telemetryFile: '/nowhere/telemetry.db',
        durability: 'process',
        logger: silentLogger,
      }),
      { name: 'PlatformError', message: 'The --database URL does not name a PostgreSQL database.' },
    );
});
