import { join } from 'node:path';
import { awsOffers } from './aws-offers.ts';
import { pythonPackage } from './install.ts';
import type { Peer } from './peer.ts';
import { Spawned } from './spawned.ts';
import { PEER_VERSIONS } from './versions.ts';

const VERSION = PEER_VERSIONS.ministack;

export const ministack: Peer = {
  name: 'ministack',
  about: `ministack ${VERSION}: state in memory, functions in processes of their own`,
  install: async () => void (await pythonPackage('ministack', VERSION)),
  start: async () => {
    const bin = await pythonPackage('ministack', VERSION);
    const spawned = await Spawned.start({
      file: join(bin, 'python'),
      args: () => ['-m', 'ministack'],
      env: ({ port, directory }) => ({
        GATEWAY_PORT: String(port),
        BIND_HOST: '127.0.0.1',
        S3_DATA_DIR: join(directory, 's3'),
        TMPDIR: directory,
      }),
      probePath: '/_ministack/health',
    });
    const { pid, endpoint, startMs } = spawned;
    return { pid, endpoint, startMs, offers: awsOffers(endpoint), stop: () => spawned.stop() };
  },
};
