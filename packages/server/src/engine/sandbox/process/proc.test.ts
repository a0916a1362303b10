import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { KnownProcess } from './proc.ts';

describe('a known process', { skip: process.platform !== 'linux' && 'no /proc' }, () => {
  it('runs until it ends', async () => {
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    await once(child, 'spawn');
    const known = new KnownProcess(child.pid!);
    assert.equal(known.running, true);
    child.kill('SIGKILL');
    await once(child, 'close');
    assert.equal(known.running, false);
  });

  it('does not run when it had ended before it became known', async () => {
    const child = spawn('true', { stdio: 'ignore' });
    await once(child, 'close');
    assert.equal(new KnownProcess(child.pid!).running, false);
  });
});
