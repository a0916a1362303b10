import { join } from 'node:path';
import { invokeTarget, postTarget } from './payloads.ts';
import type { RunningPeer } from './peer.ts';
import { Spawned } from './spawned.ts';

/** A server of `bench/programs`: takes its port as first argument, answers GET at once, a POST's body with that body. */
export async function startProgram(file: string, ...args: readonly string[]): Promise<RunningPeer> {
  const spawned = await Spawned.start({
    args: ({ port }) => [join(import.meta.dirname, '../programs', file), String(port), ...args],
    probePath: '/',
  });
  return {
    pid: spawned.pid,
    endpoint: spawned.endpoint,
    startMs: spawned.startMs,
    // The very requests that the others get: reading their headers is part of the price.
    offers: {
      invoke: async () => invokeTarget(spawned.endpoint, 'silent'),
      http: async () => postTarget(spawned.endpoint, '/body'),
    },
    stop: () => spawned.stop(),
  };
}
