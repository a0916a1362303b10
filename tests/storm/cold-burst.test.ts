import { stormTest } from './kit/storm-test.ts';
import { coldBurst } from './faults/cold-burst.ts';

stormTest(coldBurst);
