import { stormTest } from './kit/storm-test.ts';
import { hostileFunctions } from './faults/hostile-functions.ts';

stormTest(hostileFunctions);
