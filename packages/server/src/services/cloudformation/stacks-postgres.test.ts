import { after, before } from 'node:test';
import { PostgresServer } from '../../storage/testing/postgres-server.ts';
import { startTestPlatform } from '../../testing/test-platform.ts';
import { killContract } from './kill.contract.ts';
import { nestedChangeSetLimitsContract } from './nested-change-set-limits.contract.ts';
import { nestedChangeSetsContract } from './nested-change-sets.contract.ts';
import { nestedKillContract } from './nested-kill.contract.ts';
import { stacksContract } from './stacks.contract.ts';

let server: PostgresServer;
before(async () => {
  server = await PostgresServer.start();
});
after(() => server?.stop());

const start = async () => startTestPlatform({ databaseUrl: await server.createDatabase() });

stacksContract('PostgreSQL', start);
nestedChangeSetsContract('PostgreSQL', start);
nestedChangeSetLimitsContract('PostgreSQL', start);
killContract('PostgreSQL', () => server.createDatabase());
nestedKillContract('PostgreSQL', () => server.createDatabase());
