import { after } from 'node:test';
import { PostgresServer } from '../../storage/testing/postgres-server.ts';
import { useS3 } from './s3.fixture.ts';
import { describeListings } from './s3-listings.contract.ts';
import { describeRaces } from './s3-races.contract.ts';

let server: PostgresServer | undefined;
after(() => server?.stop());

const fixture = useS3(async () => {
  server = await PostgresServer.start();
  return { databaseUrl: await server.createDatabase() };
});
describeListings(fixture);
describeRaces(fixture);
