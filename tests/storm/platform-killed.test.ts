import { stormTest } from './kit/storm-test.ts';
import { platformKilled } from './faults/platform-killed.ts';

stormTest(platformKilled);
