import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { BIN, temporaryDirectory } from './process-kit.ts';

test('the line that `hearth start` prints points a shell at it, in bash and in sh', { timeout: 60_000 }, async (t) => {
  const child = spawn(process.execPath, [BIN, 'start', '--port', '0', '--ephemeral'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  t.after(() => child.kill('SIGTERM'));
  const said: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    said.push(line);
    if (line.includes('Ctrl-C')) break;
  }
  const text = said.join('\n');
  const endpoint = /listens at (\S+)/.exec(text)?.[1];
  const command = /next +(.*) in another shell/.exec(text)?.[1];
  assert.ok(command, text);
  const bin = temporaryDirectory(t);
  symlinkSync(BIN, join(bin, 'hearth'));
  const { AWS_ENDPOINT_URL: _, ...env } = process.env;
  env.PATH = [bin, dirname(process.execPath), env.PATH].join(delimiter);
  const script = `${command}; printenv AWS_ENDPOINT_URL`;
  for (const shell of ['bash', 'sh']) {
    // A variable that the shell has already must not win.
    for (const before of [env, { ...env, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }]) {
      const seen: string = execFileSync(shell, ['-c', script], { env: before, encoding: 'utf8' });
      assert.equal(seen.trim(), endpoint, shell);
    }
  }
});
