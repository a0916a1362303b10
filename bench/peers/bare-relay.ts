import { startProgram } from './node-program.ts';
import type { Peer } from './peer.ts';

/** What a platform cannot do without, and nothing else: the yardstick for what everything else costs. */
export const bareRelay: Peer = {
  name: 'relay',
  about:
    'a bare Node relay: HTTP to 8 child processes over Unix sockets, one request at a time each; does nothing else',
  install: async () => {},
  start: () => startProgram('relay.ts', '8', 'one-at-a-time'),
};
