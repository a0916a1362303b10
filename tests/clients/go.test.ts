import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { clientJourney, run } from './journey.contract.ts';

const SOURCE = join(import.meta.dirname, 'go');
const BINARY = join(import.meta.dirname, '../../.cache/go-client/journey');

clientJourney({
  name: 'the AWS SDK for Go v2',
  // Debian 12's own Go is older than the SDK allows, so CI does not install one.
  skip: spawnSync('go', ['version']).status !== 0 && 'this machine has no Go toolchain',
  command: async () => {
    mkdirSync(join(BINARY, '..'), { recursive: true });
    await run('go', ['build', '-o', BINARY, '.'], { cwd: SOURCE });
    return [BINARY];
  },
});
