import { join } from 'node:path';
import { awsOffers } from './aws-offers.ts';
import type { Peer, RunningPeer } from './peer.ts';
import { Spawned } from './spawned.ts';

export const BIN = join(import.meta.dirname, '../../packages/server/bin/hearth');

/** The platform as a user starts it, through its shim, with a throw-away data directory. */
export const hearth: Peer = {
  name: 'Hearth',
  about: 'this checkout, `hearth start --ephemeral`: durable state in SQLite, functions in processes of their own',
  install: async () => {},
  start: () => startHearth(),
};

export async function startHearth(...args: readonly string[]): Promise<RunningPeer> {
  const spawned = await Spawned.start({
    args: ({ port }) => [BIN, 'start', '--ephemeral', '--port', String(port), ...args],
    probePath: '/_hearth/health',
  });
  return {
    pid: spawned.pid,
    endpoint: spawned.endpoint,
    startMs: spawned.startMs,
    offers: awsOffers(spawned.endpoint),
    stop: () => spawned.stop(),
  };
}
