import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './journey.contract.ts';

const VENV = join(import.meta.dirname, '../../.cache/python-clients');

/** A virtual environment with the pinned boto3 and AWS CLI, made once; answers the path of its `bin`. */
export async function pythonClients(): Promise<string> {
  const bin = join(VENV, 'bin');
  const done = join(VENV, 'installed-from-requirements');
  if (!existsSync(done)) {
    mkdirSync(VENV, { recursive: true });
    await run('python3', ['-m', 'venv', VENV]);
    await run(join(bin, 'pip'), ['install', '--quiet', '-r', join(import.meta.dirname, 'boto3/requirements.txt')]);
    mkdirSync(done);
  }
  return bin;
}
