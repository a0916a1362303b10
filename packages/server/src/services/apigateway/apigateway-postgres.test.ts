import { after, before, describe } from 'node:test';
import { PostgresServer } from '../../storage/testing/postgres-server.ts';
import { apisContract } from './apis.contract.ts';
import { keysContract } from './keys.contract.ts';

describe('on PostgreSQL', () => {
  let server: PostgresServer;

  before(async () => {
    server = await PostgresServer.start();
  });

  after(() => server.stop());

  for (const contract of [apisContract, keysContract]) contract(() => server.createDatabase());
});
