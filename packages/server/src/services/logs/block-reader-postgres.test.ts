import { after, before } from 'node:test';
import { jsonLogger } from '../../kernel/logger.ts';
import { openPostgresTelemetry } from '../../storage/telemetry/open-postgres-telemetry.ts';
import { PostgresServer } from '../../storage/testing/postgres-server.ts';
import { blockReaderContract } from './block-reader.contract.ts';

let server: PostgresServer;
before(async () => {
  server = await PostgresServer.start();
});
after(() => server?.stop());

blockReaderContract('PostgreSQL', async (t) => {
  const telemetry = await openPostgresTelemetry({ url: await server.createDatabase(), logger: jsonLogger('warn') });
  t.after(() => telemetry.close());
  return telemetry;
});
