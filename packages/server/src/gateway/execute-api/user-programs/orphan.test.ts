import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';

interface Listed {
  readonly pid: number;
  readonly parent: number;
}

/** Those that have not ended. */
function processes(): Listed[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=']).toString().trim().split('\n');
  const rows = lines.map((line) => line.trim().split(/\s+/));
  return rows
    .filter(([, , state]) => !state!.startsWith('Z'))
    .map(([pid, parent]) => ({ pid: Number(pid), parent: Number(parent) }));
}

test('a job that never ends dies with a platform that was killed', async () => {
  const program = new URL('./orphan.fixture.ts', import.meta.url);
  const platform = spawn(process.execPath, [program.pathname], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(platform.stdout, 'data');
  const [job, ...others] = processes().filter(({ parent }) => parent === platform.pid);
  assert.ok(job);
  assert.deepEqual(others, []);
  platform.kill('SIGKILL');
  await once(platform, 'exit');
  while (processes().some(({ pid }) => pid === job.pid));
});
