import { stormTest } from './kit/storm-test.ts';
import { clockJumps } from './faults/clock-jumps.ts';

stormTest(clockJumps);
