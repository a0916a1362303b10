import { stormTest } from './kit/storm-test.ts';
import { diskFull } from './faults/disk-full.ts';

stormTest(diskFull);
