import { stormTest } from './kit/storm-test.ts';
import { idleConnections } from './faults/idle-connections.ts';

stormTest(idleConnections);
