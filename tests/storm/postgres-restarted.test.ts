import { stormTest } from './kit/storm-test.ts';
import { postgresRestarted } from './faults/postgres-restarted.ts';

stormTest(postgresRestarted);
