import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { DrivenClock } from '../kernel/driven-clock.ts';
import { jsonLogger } from '../kernel/logger.ts';
import { probeHost } from './sandbox/process/host.ts';
import { createProcessDriver } from './sandbox/process/process-driver.ts';
import { type EngineFixture, startEngine } from './testing/engine-fixture.ts';

const { capabilities } = await probeHost();
const isolated = capabilities.strategy !== 'plain';

describe(
  'environments are apart from each other and from the host',
  { skip: isolated ? false : 'this host has no namespaces' },
  () => {
    let fixture: EngineFixture;
    before(async () => {
      fixture = await startEngine({ spares: 1 });
    });
    after(() => fixture[Symbol.asyncDispose]());

    it('a function sees neither the data directory nor the processes or files of another', async () => {
      const spy = `const fs = require('fs'); const look = f => { try { return f() } catch (error) { return error.code } };
      exports.handler = async (event) => {
        fs.writeFileSync('/tmp/mine', 'x');
        if (event.wait) await new Promise(resolve => setTimeout(resolve, 500));
        return {
          data: look(() => fs.readdirSync(event.data)), work: look(() => fs.readdirSync('/root')),
          processes: fs.readdirSync('/proc').filter(name => /^[0-9]+$/.test(name)).length,
          supervisor: look(() => fs.readFileSync('/proc/1/environ', 'utf8')), host: look(() => fs.readdirSync('/proc/1/root')),
          tmp: fs.readdirSync('/tmp'), task: look(() => fs.writeFileSync('/var/task/x', 'x')),
        } }`;
      const spec = await fixture.define(spy);
      const other = await fixture.define(
        "require('fs').writeFileSync('/tmp/secret', 's'); exports.handler = () => new Promise(r => setTimeout(r, 600))",
      );
      const [{ value }] = await Promise.all([
        fixture.invoke(spec, { data: fixture.directory, wait: true }),
        fixture.invoke(other),
      ]);
      const seen = value as Record<string, unknown>;
      assert.equal(seen['data'], 'ENOENT');
      assert.equal(seen['work'], 'ENOENT');
      assert.ok((seen['processes'] as number) <= 4, `${String(seen['processes'])} processes`);
      assert.equal(seen['supervisor'], 'EACCES');
      assert.equal(seen['host'], 'EACCES');
      assert.deepEqual(seen['tmp'], ['mine']);
      assert.equal(seen['task'], 'EROFS');
    });

    it("a function's user has a name and a home directory, which AWS's SDKs ask for", async () => {
      const spec = await fixture.define(
        "const os = require('os'); exports.handler = async () => [os.homedir(), os.userInfo().homedir]",
      );
      const answers = await Promise.all([fixture.invoke(spec), fixture.invoke(spec)]);
      for (const { value } of answers) assert.deepEqual(value, ['/tmp', '/tmp']);
    });
  },
);

describe('the life of environments', () => {
  it('ends them after ten idle minutes', async () => {
    const clock = new DrivenClock();
    await using fixture = await startEngine({ clock });
    const spec = await fixture.define('let n = 0; exports.handler = async () => ++n');
    await fixture.invoke(spec);
    await clock.advance(9 * 60_000);
    assert.equal((await fixture.invoke(spec)).value, 2);
    await clock.advance(12 * 60_000);
    assert.equal((await fixture.invoke(spec)).value, 1);
  });

  it('ends those of a retired revision, a busy one when it is done', async () => {
    await using fixture = await startEngine();
    const spec = await fixture.define(
      "exports.handler = () => new Promise(resolve => setTimeout(resolve, 300, 'done'))",
    );
    const running = fixture.invoke(spec);
    while (fixture.engine.running(spec.key) === 0) await sleep(1);
    fixture.engine.retire(spec.key);
    assert.equal((await running).value, 'done');
  });

  it('finishes running invocations before it stops', async () => {
    await using fixture = await startEngine();
    const spec = await fixture.define(
      "exports.handler = () => new Promise(resolve => setTimeout(resolve, 300, 'done'))",
    );
    const running = fixture.invoke(spec);
    while (fixture.engine.running(spec.key) === 0) await sleep(1);
    await fixture.engine.stop(5000);
    assert.equal((await running).value, 'done');
  });

  it('stops while files are bound into spares without an alarm', async () => {
    const alarms: string[] = [];
    await using fixture = await startEngine({ spares: 6, logger: jsonLogger('warn', (line) => alarms.push(line)) });
    const define = () => fixture.define("exports.handler = async () => 'done'");
    // The six spares boot together: when the first has answered, the others wait for their functions.
    assert.equal((await fixture.invoke(await define())).value, 'done');
    const others = await Promise.all(Array.from({ length: 5 }, define));
    const outcomes = others.map((spec) => fixture.invoke(spec).catch(() => 'refused'));
    while (fixture.log.filter(({ message }) => message.startsWith('INIT_START')).length <= others.length)
      await new Promise(setImmediate);
    await fixture.engine.stop(0);
    await Promise.all(outcomes);
    assert.deepEqual(alarms, []);
  });

  it(
    'leaves no process when the platform is killed in the middle of invocations',
    { skip: capabilities.diesWithPlatform !== 'kernel' && 'no parent-death signal here' },
    async () => {
      const marker = `hearth-marker-${process.pid}`;
      const platform = spawn(process.execPath, [`${import.meta.dirname}/testing/platform.ts`, marker], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [directory] = (await once(createInterface({ input: platform.stdout }), 'line')) as [string];
      assert.ok(processesWith(marker).length >= 3, 'busy, stopped and detached ones');
      platform.kill('SIGKILL');
      await once(platform, 'exit');
      const deadline = performance.now() + 5000;
      while (processesWith(marker).length > 0 && performance.now() < deadline) await sleep(10);
      assert.deepEqual(processesWith(marker), []);
      // The next start on the same data directory removes what is left of control groups.
      const driver = createProcessDriver({
        host: await probeHost(),
        runDirectory: join(directory, 'run'),
        cpuFloor: 1,
      });
      driver.endLeftovers();
      await driver.close();
      await rm(directory, { recursive: true });
    },
  );
});

/** Processes whose arguments contain `text`. */
function processesWith(text: string): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text);
    } catch {
      return false;
    }
  });
}
