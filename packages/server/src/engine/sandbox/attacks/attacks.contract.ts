import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { randomBytes } from 'node:crypto';
import { type EngineFixture, startEngine } from '../../testing/engine-fixture.ts';
import { probeHost } from '../process/host.ts';
import { withDescendants } from '../process/proc.ts';
import type { SandboxStrategy } from '../sandbox.ts';
import { attackingModule, type Targets } from './attack.ts';
import { FILE_ATTACKS } from './files.ts';
import { PROCESS_ATTACKS } from './processes.ts';
import { resourceContract } from './resources.contract.ts';
import { runtimeApiContract } from './runtime-api.contract.ts';

const SECRET = randomBytes(8).toString('hex');
/** Waits until it is told to end, so that its processes are there to be looked at. */
const VICTIM = `const fs = require('node:fs'); const tmp = require('node:os').tmpdir();
  require('node:child_process').spawn('sleep', ['600'], { stdio: 'ignore' }).unref();
  fs.writeFileSync(tmp + '/left-${SECRET}', 'x');
  exports.handler = async (event) => {
    if (event.wait) await new Promise((resolve) => setTimeout(resolve, 600_000));
    return process.env.SECRET;
  }`;

/** Many times what it takes under load: whatever waits for an attack that goes another way fails by its name. */
const FAILS_AFTER_MS = 180_000;

/** What docs/security.md says of a strategy, line by line. `user` tells suites of the same strategy apart. */
export async function attackContract(strategy: SandboxStrategy, user: string): Promise<void> {
  const { capabilities } = await probeHost(strategy);
  describe(`attacks by functions: ${strategy}, as ${user}`, { timeout: FAILS_AFTER_MS }, () => {
    let fixture: EngineFixture;
    let targets: Targets;
    before(async () => {
      process.env['HEARTH_PLATFORM_SECRET'] = SECRET;
      fixture = await startEngine({ strategy });
      targets = await layOut(fixture);
    });
    after(() => fixture[Symbol.asyncDispose]());

    for (const { title, source, succeeded, held, triedElsewhere } of [...FILE_ATTACKS, ...PROCESS_ATTACKS]) {
      const holds = held.includes(strategy);
      if (!holds && !triedElsewhere) continue;
      it(holds ? title : `does not hold: ${title}`, async () => {
        const { value, functionError } = await fixture.invoke(await fixture.define(attackingModule(source)), targets);
        assert.equal(functionError, undefined, JSON.stringify(value));
        assert.equal(succeeded(value, targets), !holds, JSON.stringify(value));
      });
    }

    resourceContract(() => fixture, capabilities);
    runtimeApiContract(strategy, () => fixture);
  });
}

/** The platform's files, and a victim that runs. */
async function layOut(fixture: EngineFixture): Promise<Targets> {
  const key = join(fixture.directory, 'key');
  await writeFile(key, SECRET, { mode: 0o600 });
  const victim = await fixture.define(VICTIM, { environment: { SECRET }, timeoutSeconds: 600 });
  await fixture.invoke(victim);
  void fixture.invoke(victim, { wait: true });
  while (fixture.engine.running(victim.key) === 0) await new Promise((resolve) => setImmediate(resolve));
  const [code = ''] = await readdir(join(fixture.directory, 'code/code'));
  return {
    data: fixture.directory,
    key,
    platformPid: process.pid,
    secret: SECRET,
    victimPid: withDescendants(process.pid).find((pid) => isSleep(pid))!,
    victimCode: join(fixture.directory, 'code/code', code),
  };
}

/** What the victim started. */
function isSleep(pid: number): boolean {
  return readFileSync(`/proc/${pid}/cmdline`, 'latin1').startsWith('sleep\0');
}
