import { join } from 'node:path';
import { npmPackages } from './install.ts';
import { BUCKET, getObjectTarget, putObjectTarget } from './payloads.ts';
import type { Peer } from './peer.ts';
import { Spawned } from './spawned.ts';
import { PEER_VERSIONS } from './versions.ts';

const VERSION = PEER_VERSIONS.s3rver;
const modules = () => npmPackages(`s3rver-${VERSION}`, [`s3rver@${VERSION}`]);

export const s3rver: Peer = {
  name: 's3rver',
  about: `s3rver ${VERSION}: files on disk`,
  install: async () => void (await modules()),
  start: async () => {
    const script = join(await modules(), 's3rver/bin/s3rver.js');
    const spawned = await Spawned.start({
      args: ({ port, directory }) => {
        const where = ['--address', '127.0.0.1', '--port', String(port)];
        return [script, ...where, '--directory', directory, '--configure-bucket', BUCKET];
      },
      probePath: '/',
    });
    const { pid, endpoint, startMs } = spawned;
    const s3 = async () => ({ put: putObjectTarget(endpoint), get: getObjectTarget(endpoint) });
    return { pid, endpoint, startMs, offers: { s3 }, stop: () => spawned.stop() };
  },
};
