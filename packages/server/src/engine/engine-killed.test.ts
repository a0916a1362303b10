import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { FunctionSpec } from './engine.ts';
import type { SandboxStrategy } from './sandbox/sandbox.ts';
import { probeHost } from './sandbox/process/host.ts';
import { withDescendants } from './sandbox/process/proc.ts';
import { type EngineFixture, startEngine } from './testing/engine-fixture.ts';

const { capabilities } = await probeHost();
const STRATEGIES = [...new Set<SandboxStrategy>([capabilities.strategy, 'plain'])];

/** Counts its calls in memory and in /tmp; the next one may fail to load. */
const COUNTER = `const { appendFileSync, readFileSync, existsSync } = require('fs');
  const { join } = require('path');
  const inTmp = (name) => join(process.env.TMPDIR ?? '/tmp', name);
  if (existsSync(inTmp('broken'))) { require('fs').rmSync(inTmp('broken')); throw new Error('broken'); }
  let calls = 0;
  exports.handler = async (event) => {
    appendFileSync(inTmp('calls'), '.');
    if (event.breaks) appendFileSync(inTmp('broken'), '');
    return [++calls, readFileSync(inTmp('calls'), 'utf8').length];
  };`;

/** Looks again each time the event loop has turned, for ten seconds at most. */
async function until(happened: () => boolean): Promise<void> {
  for (const endsAt = performance.now() + 10_000; performance.now() < endsAt;) {
    if (happened()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('it did not happen');
}

/** The host's pids of the runtimes: a slow start may have made the pool start a second one. Shells name them as well. */
function runtimes(): number[] {
  return withDescendants(process.pid).filter((pid) => {
    const command = read(`/proc/${pid}/cmdline`);
    return command.includes('runtime.cjs') && !command.includes('supervisor.sh');
  });
}

/** Of a process that may end meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function stateOf(pid: number): string | undefined {
  return /\) (\S)/.exec(read(`/proc/${pid}/stat`))?.[1];
}

function isStopped(pid: number): boolean {
  if (capabilities.freeze === 'signals') return stateOf(pid) === 'T';
  const [, mount] = /^\S+ (\S+) cgroup2 /m.exec(readFileSync('/proc/mounts', 'utf8'))!;
  const group = /^0::(.*)$/m.exec(read(`/proc/${pid}/cgroup`))?.[1];
  return read(`${mount}${group}/cgroup.events`).includes('frozen 1');
}

/** Kills every runtime once all environments are stopped. */
async function killStopped(): Promise<void> {
  await until(() => runtimes().every(isStopped));
  const killed = runtimes();
  for (const pid of killed) process.kill(pid, 'SIGKILL');
  const isGone = (pid: number) => !withDescendants(process.pid).includes(pid) || stateOf(pid) === 'Z';
  await until(() => killed.every(isGone));
}

for (const strategy of STRATEGIES) {
  describe(`a runtime that is killed while its environment is stopped (${strategy})`, () => {
    let fixture: EngineFixture;
    let spec: FunctionSpec;
    before(async () => {
      fixture = await startEngine({ strategy });
      spec = await fixture.define(COUNTER);
    });
    after(() => fixture[Symbol.asyncDispose]());

    it('is started again by the next invocation, which is right, and finds its /tmp', async () => {
      assert.deepEqual((await fixture.invoke(spec)).value, [1, 1]);
      assert.deepEqual((await fixture.invoke(spec)).value, [2, 2]);
      for (let round = 1; round <= 3; round++) {
        await killStopped();
        const { value, functionError, tail } = await fixture.invoke(spec);
        assert.deepEqual([functionError, value], [undefined, [1, 2 + round]]);
        assert.doesNotMatch(tail, /Status: error/);
      }
    });

    it('does not cost more than itself when the next one fails to load, either', async () => {
      await fixture.invoke(spec, { breaks: true });
      await killStopped();
      assert.match((await fixture.invoke(spec)).tail, /Error Type: Error/);
      assert.equal(((await fixture.invoke(spec)).value as number[])[0], 1);
      assert.equal(((await fixture.invoke(spec)).value as number[])[0], 2);
    });
  });
}
