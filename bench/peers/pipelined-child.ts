import { startProgram } from './node-program.ts';
import type { Peer } from './peer.ts';

/** The upper bound: no platform may give a second event to a function that has not answered the first. */
export const pipelinedChild: Peer = {
  name: 'pipelined child',
  about: 'the same relay to one child that is sent everything at once: an upper bound, not a function platform',
  install: async () => {},
  start: () => startProgram('relay.ts', '1', 'pipelined'),
};
