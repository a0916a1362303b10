import { stormTest } from './kit/storm-test.ts';
import { slowPeers } from './faults/slow-peers.ts';

stormTest(slowPeers);
