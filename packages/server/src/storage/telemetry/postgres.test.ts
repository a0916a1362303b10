import { after, before } from 'node:test';
import { PostgresServer } from '../testing/postgres-server.ts';
import { openPostgresTelemetry } from './open-postgres-telemetry.ts';
import { telemetryContract } from './telemetry.contract.ts';

let server: PostgresServer;
before(async () => {
  server = await PostgresServer.start();
});
after(() => server?.stop());

telemetryContract('PostgreSQL', async (options) =>
  openPostgresTelemetry({ ...options, url: await server.createDatabase() }),
);
