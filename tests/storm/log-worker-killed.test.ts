import { stormTest } from './kit/storm-test.ts';
import { logWorkerKilled } from './faults/log-worker-killed.ts';

stormTest(logWorkerKilled);
