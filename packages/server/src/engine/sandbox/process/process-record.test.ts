import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { ProcessRecord } from './process-record.ts';

it('a recorded process group is ended at the next start; a process that merely has its number is not', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'hearth-record-'));
  const file = join(directory, 'processes');
  const [left, stranger] = [0, 1].map(() => spawn('sleep', ['60'], { detached: true, stdio: 'ignore' }));
  try {
    await Promise.all([left, stranger].map((child) => once(child!, 'spawn')));
    new ProcessRecord(file).add(left!.pid!);
    await writeFile(file, `${await readFile(file, 'utf8')}${stranger!.pid} 12345\n`);
    const ended = once(left!, 'exit');
    new ProcessRecord(file).endLeftovers();
    assert.deepEqual((await ended)[1], 'SIGKILL');
    assert.equal(stranger!.exitCode ?? stranger!.signalCode, null);
  } finally {
    stranger!.kill('SIGKILL');
    await rm(directory, { recursive: true });
  }
});
