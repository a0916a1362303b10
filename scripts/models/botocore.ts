import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { BOTOCORE_VERSION } from './services.ts';

/** The parts of botocore's `service-2.json` that we read. */
export interface BotocoreModel {
  readonly metadata: {
    readonly apiVersion: string;
    readonly serviceId: string;
    readonly targetPrefix?: string;
    readonly xmlNamespace?: string;
  };
  readonly operations: Readonly<Record<string, { input?: { shape: string }; output?: { shape: string } }>>;
  readonly shapes: Readonly<Record<string, BotocoreShape>>;
}

export interface BotocoreShape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, { shape: string }>>;
  readonly member?: { shape: string };
  readonly key?: { shape: string };
  readonly value?: { shape: string };
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

const PRINT_LOCATION = 'import botocore, os; print(botocore.__version__); print(os.path.dirname(botocore.__file__))';

/**
 * The folder of the pinned botocore, from BOTOCORE (an unpacked wheel) or the `python3` on the PATH; null when neither
 * has that version.
 */
export function findBotocore(): string | null {
  const unpacked = process.env.BOTOCORE;
  if (unpacked) return readVersion(unpacked) === BOTOCORE_VERSION ? unpacked : null;
  const python = spawnSync('python3', ['-c', PRINT_LOCATION], { encoding: 'utf8' });
  const [version, folder] = (python.stdout ?? '').trim().split('\n');
  return python.status === 0 && version === BOTOCORE_VERSION && folder ? folder : null;
}

function readVersion(folder: string): string | undefined {
  return /__version__ = '(.*)'/.exec(readFileSync(join(folder, '__init__.py'), 'utf8'))?.[1];
}

/** The text of one service's model: `lambda/2015-03-31`. */
export function readBotocore(folder: string, service: string): string {
  const path = join(folder, 'data', service, 'service-2.json');
  return existsSync(path) ? readFileSync(path, 'utf8') : gunzipSync(readFileSync(`${path}.gz`)).toString();
}
