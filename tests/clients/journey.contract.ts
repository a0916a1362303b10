import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { strToU8, zipSync } from 'fflate';
import { startTestPlatform } from '../../packages/server/src/testing/test-platform.ts';

/** What every client must see when it creates, updates, invokes and deletes a function and reads its log. */
const EXPECTED = {
  identity: '000000000000',
  first: { version: 'first', n: 1 },
  second: { version: 'second', n: 2, greeting: 'bonjour' },
  logged: 2,
  unknownFunction: 'ResourceNotFoundException',
  badInput: 'ValidationException',
  afterDelete: 'ResourceNotFoundException',
};

export interface Client {
  readonly name: string;
  /** The program and its leading arguments; it is given NAME FIRST_ZIP SECOND_ZIP and prints EXPECTED as JSON. */
  readonly command: () => Promise<readonly [string, ...string[]]>;
  /** Why it cannot run on this machine. */
  readonly skip?: string | false;
}

/** Drives the whole life of a function through a client of somebody else's, as a process of its own. */
export function clientJourney(client: Client): void {
  test(
    `${client.name} creates, updates, invokes and deletes a function and reads its log`,
    { timeout: 240_000, skip: client.skip ?? false },
    async () => {
      const [file, ...leading] = await client.command();
      await using platform = await startTestPlatform();
      const work = mkdtempSync(join(tmpdir(), 'hearth-journey-'));
      try {
        const zips = [functionZip('first'), functionZip('second')].map((zip, index) => {
          const path = join(work, `${index}.zip`);
          writeFileSync(path, zip);
          return path;
        });
        const { stdout } = await run(file, [...leading, 'journey-function', ...zips], {
          env: { ...process.env, ...platform.environment },
        });
        assert.deepEqual(JSON.parse(stdout), EXPECTED);
      } finally {
        rmSync(work, { recursive: true });
      }
    },
  );
}

export const run = promisify(execFile);

function functionZip(version: string): Uint8Array {
  const source = `exports.handler = async (event) => {
  console.log('journey', event.n);
  return { version: '${version}', n: event.n, greeting: process.env.GREETING };
};`;
  return zipSync({ 'index.js': strToU8(source) });
}
