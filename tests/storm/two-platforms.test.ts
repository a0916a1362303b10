import { stormTest } from './kit/storm-test.ts';
import { twoPlatforms } from './faults/two-platforms.ts';

stormTest(twoPlatforms);
