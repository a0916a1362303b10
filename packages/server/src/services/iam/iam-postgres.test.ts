import { after, before, describe } from 'node:test';
import { PostgresServer } from '../../storage/testing/postgres-server.ts';
import { policiesContract } from './policies.contract.ts';
import { rolesContract } from './roles.contract.ts';
import { usersContract } from './users.contract.ts';

describe('on PostgreSQL', () => {
  let server: PostgresServer;

  before(async () => {
    server = await PostgresServer.start();
  });

  after(() => server.stop());

  for (const contract of [rolesContract, policiesContract, usersContract]) contract(() => server.createDatabase());
});
