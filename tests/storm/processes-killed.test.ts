import { stormTest } from './kit/storm-test.ts';
import { processesKilled } from './faults/processes-killed.ts';

stormTest(processesKilled);
