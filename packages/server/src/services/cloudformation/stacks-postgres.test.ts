import { after, before } from 'node:test';
import { PostgresServer } from '../../storage/testing/postgres-server.ts';
import { startTestPlatform } from '../../testing/test-platform.ts';
import { killContract } from './kill.contract.ts';
import { stacksContract } from './stacks.contract.ts';

let server: PostgresServer;
before(async () => {
  server = await PostgresServer.start();
});
after(() => server?.stop());

stacksContract('PostgreSQL', async () => startTestPlatform({ databaseUrl: await server.createDatabase() }));
killContract('PostgreSQL', () => server.createDatabase());
