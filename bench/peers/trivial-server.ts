import { startProgram } from './node-program.ts';
import type { Peer } from './peer.ts';

export const trivialServer: Peer = {
  name: 'trivial server',
  about: 'answers every request with the same bytes without reading it: shows how far the load generator goes',
  install: async () => {},
  start: () => startProgram('trivial-server.ts'),
};
